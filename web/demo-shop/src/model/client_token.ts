/** When a client token stops opening its session, in milliseconds since 1970. */
export function expiryOf(clientToken: string): number {
  const claims = clientToken.split(".")[1] ?? "";
  const { exp } = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/")));
  return Number(exp) * 1000;
}

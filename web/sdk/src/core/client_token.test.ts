import { expect, test } from "vitest";
import { PrimerClientError } from "../api/errors.ts";
import { readActionToken, readClientToken } from "./client_token.ts";
import { jwt } from "./testing/fake_server.ts";

const NOW = Date.UTC(2026, 10, 21);
const claims = {
  exp: NOW / 1000 + 60,
  accessToken: "access",
  configurationUrl: "https://tender.test/client/client-sdk/configuration",
};

function refusal(token: unknown): string {
  try {
    readClientToken(token);
  } catch (error) {
    expect(error).toBeInstanceOf(PrimerClientError);
    expect((error as PrimerClientError).code).toBe("INVALID_ARGUMENT");
    return (error as PrimerClientError).message;
  }
  throw new Error("the token was taken");
}

test("a client token is read", () => {
  expect(readClientToken(jwt(claims))).toEqual({
    accessToken: "access",
    configurationUrl: claims.configurationUrl,
    expiresAt: NOW + 60_000,
  });
});

test("a token without header and signature is read, in any language", () => {
  const payload = jwt({ ...claims, note: "Zażółć 💶" }).split(".")[1];
  expect(readClientToken(payload).accessToken).toBe("access");
});

test("what is no token is refused with what to do", () => {
  for (const token of [undefined, null, 7, "", "abc", "a.b.c", jwt({}).slice(0, 6), "e30.W10.x"]) {
    expect(refusal(token)).toMatch(/client token/);
  }
});

test("each claim that is needed is named when it is missing", () => {
  expect(refusal(jwt({ ...claims, accessToken: undefined }))).toMatch(/accessToken/);
  expect(refusal(jwt({ ...claims, configurationUrl: "javascript:alert(1)" }))).toMatch(
    /configurationUrl/,
  );
  expect(refusal(jwt({ ...claims, exp: "soon" }))).toMatch(/exp/);
});

test("whether a token has expired is left to the server", () => {
  expect(readClientToken(jwt({ ...claims, exp: 1 })).expiresAt).toBe(1000);
});

test("an action's token is only used with a status to wait for", () => {
  const action = { accessToken: "action", statusUrl: "https://tender.test/status" };
  expect(readActionToken(jwt(action))).toEqual(action);
  expect(readActionToken(jwt({ accessToken: "action" }))).toBeNull();
  expect(readActionToken(jwt({ ...action, statusUrl: "file:///etc/passwd" }))).toBeNull();
  expect(readActionToken("nonsense")).toBeNull();
});

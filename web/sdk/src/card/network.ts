/** Card networks: their names on the wire and for people. */

/** A card network, as the API spells it (`CardNetworkEnum`). */
export type CardNetwork = keyof typeof DISPLAY_NAMES;

const DISPLAY_NAMES = {
  AMEX: "American Express",
  CARTES_BANCAIRES: "Cartes Bancaires",
  DANKORT: "Dankort",
  DINERS_CLUB: "Diners Club",
  DISCOVER: "Discover",
  EFTPOS: "eftpos",
  ELO: "Elo",
  ENROUTE: "enRoute",
  HIPER: "Hiper",
  INTERAC: "Interac",
  JCB: "JCB",
  MAESTRO: "Maestro",
  MASTERCARD: "Mastercard",
  MIR: "Mir",
  PRIVATE_LABEL: "Private Label",
  UNIONPAY: "UnionPay",
  VISA: "Visa",
  /** None of these, or not known. */
  OTHER: "Other",
} as const;

/** The name that people read. */
export function displayName(network: CardNetwork): string {
  return DISPLAY_NAMES[network];
}

/** Whether a text names a network that this SDK knows. */
export function isCardNetwork(text: unknown): text is CardNetwork {
  return typeof text === "string" && Object.hasOwn(DISPLAY_NAMES, text);
}

/** The one network whose published name is more than another spelling. */
const AMEX_PUBLISHED = "american-express";

/** The network that a text names: `VISA` as in the API, or `visa` as the published SDK has it. */
export function networkNamed(text: unknown): CardNetwork | null {
  const name = String(text).trim().toUpperCase().replaceAll("-", "_");
  const network = name === "AMERICAN_EXPRESS" ? "AMEX" : name;
  return isCardNetwork(network) ? network : null;
}

/** The name of a network as the published SDK spells it, such as `diners-club`. */
export function publishedName(network: CardNetwork): string {
  return network === "AMEX" ? AMEX_PUBLISHED : network.toLowerCase().replaceAll("_", "-");
}

/** Every network, for tables and tests. */
export const CARD_NETWORKS = Object.keys(DISPLAY_NAMES) as readonly CardNetwork[];

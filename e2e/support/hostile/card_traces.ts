/** Finds a card in whatever a page, a log or a file holds, also disguised. */

export interface Card {
  readonly number: string;
  /** Two digits. */
  readonly month: string;
  /** Two digits. */
  readonly year: string;
  readonly cvv: string;
}

/** What the answer to a tokenisation discloses of a card on purpose, and nothing else does. */
export const DISCLOSED = ["first6Digits", "last4Digits", "expirationMonth", "expirationYear"];

/** So many digits of a number in a row are not there by chance. */
const RUN = 5;

/** In ids and other long words, digits are there by chance. */
const RUN_IN_WORD = 8;

/** Each trace of the card, with the text around it. */
export function tracesOf(card: Card, text: string): string[] {
  const { bare, words } = withoutChance(withoutDisclosed(text));
  const found = [
    ...matches(bare, digits(card.number, RUN), "number"),
    ...matches(bare, digits(reversed(card.number), RUN), "number, reversed"),
    ...matches(bare, secret(card.cvv), "security code"),
    ...matches(bare, expiry(card), "expiry"),
    ...matches(text, characterCodes(card.number), "number, as character codes"),
    ...matches(text, base64(card.number), "number, in base64"),
    ...matches(text, hex(card.number), "number, in hexadecimal"),
  ];
  const inWord = digits(card.number, RUN_IN_WORD);
  return [...found, ...words.flatMap((word) => matches(word, inWord, "number, in a word"))];
}

/** A whole number in bytes, as text or as binary-coded digits. */
export function holdsNumber(bytes: Buffer, number: string): boolean {
  const forms = [Buffer.from(number), Buffer.from(number, "utf16le"), Buffer.from(number, "hex")];
  return [...forms, Buffer.from(spaced(number))].some((form) => bytes.includes(form));
}

function withoutDisclosed(text: string): string {
  return text.replace(
    new RegExp(`\\\\*"(${DISCLOSED.join("|")})\\\\*":\\s*\\\\*"\\d+\\\\*"`, "g"),
    "",
  );
}

/** Apart from long words, and without ids and times of now. */
function withoutChance(text: string): { bare: string; words: string[] } {
  const words: string[] = [];
  const bare = text
    .replace(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, "")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+/g, "")
    .replace(/(?<!\d)17\d{8}(\d{3})?(?!\d)/g, "")
    .replace(/[\w+/=-]{20,}/g, (word) => {
      if (!/[a-z]/i.test(word)) return word;
      words.push(word);
      return "";
    });
  return { bare, words };
}

function matches(text: string, pattern: RegExp, what: string): string[] {
  return [...text.matchAll(pattern)].map(
    ({ index, 0: { length } }) =>
      `${what}: …${text.slice(Math.max(0, index - 40), index + length + 20)}…`,
  );
}

function digits(number: string, run: number): RegExp {
  return new RegExp(
    windows(number, run)
      .map((part) => [...part].join("[ \\-.,/]{0,3}"))
      .join("|"),
    "g",
  );
}

function windows(text: string, length: number): string[] {
  return Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length));
}

function secret(value: string): RegExp {
  return new RegExp(`(?<![\\w.:+-])${value}(?![\\w.:-])`, "g");
}

function expiry({ month, year }: Card): RegExp {
  return new RegExp(`(?<!\\d)(${month} ?/? ?(20)?${year}|20${year}[-/]?(${month})?)(?!\\d)`, "g");
}

function characterCodes(number: string): RegExp {
  return new RegExp(
    windows(number, RUN)
      .map((part) => [...Buffer.from(part)].join("\\D{1,3}"))
      .join("|"),
    "g",
  );
}

/** The middle of the number's encoding, wherever it begins in what is encoded. */
function base64(number: string): RegExp {
  const forms = [number, spaced(number)].flatMap((text) =>
    [0, 1, 2].map((before) =>
      Buffer.from("\0".repeat(before) + text)
        .toString("base64")
        .slice(4, 16),
    ),
  );
  return new RegExp(forms.join("|").replaceAll("+", "\\+"), "g");
}

function hex(number: string): RegExp {
  return new RegExp(
    windows(number, RUN)
      .map((part) => Buffer.from(part).toString("hex"))
      .join("|"),
    "gi",
  );
}

function spaced(number: string): string {
  return number.replace(/(.{4})(?=.)/g, "$1 ");
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}

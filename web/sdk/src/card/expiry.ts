/** The month printed on a card, written as `MM / YY`. */

import { latinDigits } from "./digits.ts";
import { type ExpiryFault, RIGHT, unfinished, type Verdict, wrong } from "./fault.ts";

/** No card is issued for longer; a later year is a slip of the finger. As on the server. */
const YEARS_AHEAD_MAX = 50;

const SEPARATOR = " / ";

/** How an expiry stands. Valid through the last day of its month (UTC), as on the server. */
export function checkExpiry(text: string, now: Date): Verdict<ExpiryFault> {
  const { month, year } = parts(text);
  if (month + year === "") return unfinished("expiry.required");
  if (month === "00" || Number(month) > 12) return wrong("expiry.invalid");
  if (Number(month) === 0 || year.length % 2 === 1 || year === "") {
    return unfinished("expiry.incomplete");
  }
  const months = (Number(year) % 100) * 12 + Number(month) - 1;
  const current = (now.getUTCFullYear() - 2000) * 12 + now.getUTCMonth();
  if (Math.floor(months / 12) > Math.floor(current / 12) + YEARS_AHEAD_MAX) {
    return wrong("expiry.invalid");
  }
  if (months >= current) return RIGHT;
  // "20" may become 2031 yet.
  return year === CENTURY ? unfinished("expiry.past") : wrong("expiry.past");
}

/** Month and year as the API takes them, `03` and `2030`; null unless both are there. */
export function expiryOf(text: string): { month: string; year: string } | null {
  const { month, year } = parts(text);
  if (Number(month) === 0 || (year.length !== 2 && year.length !== 4)) return null;
  return { month: month.padStart(2, "0"), year: CENTURY + year.slice(-2) };
}

/**
 * The text as it should stand after a change of it: with leading zero and separator, and
 * a year of two digits. Null if it has more digits than there is room for.
 *
 * @param typing false while deleting: nothing is added then, or it could not be deleted
 */
export function layOutExpiry(text: string, typing: boolean): string | null {
  // "02" was made of a "2", and no card is of a year that starts with a zero: it is "2040-12".
  if (typing && text === "02 / 0") return CENTURY;
  const { month, year, separated, yearFirst } = parts(text);
  if (month.length > 2) return null;
  if (yearFirst) return layOutYearFirst(year, month, typing);
  const padded = typing && /^[1-9]$/.test(month) && (separated || month !== "1");
  const shown = padded ? `0${month}` : month;
  if (year.length > (year.startsWith(CENTURY) ? 4 : 2)) return null;
  if (year !== "") return shown + SEPARATOR + (year.length === 4 ? year.slice(2) : year);
  return shown.length === 2 ? shown + SEPARATOR : shown;
}

/** As it is typed until the month is there, and then as all others. */
function layOutYearFirst(year: string, month: string, typing: boolean): string {
  if (year.length < 4) return year;
  if (typing && (month.length === 2 || month > "1")) return written(month, year);
  return typing || month !== "" ? year + SEPARATOR + month : year;
}

/** The expiry in a pasted or filled-in text, laid out; null if there is none. */
export function expiryIn(text: string): string | null {
  const latin = latinDigits(text);
  const yearFirst =
    /(?:^|\D)(20\d\d)\s*[-/. ]\s*(\d{1,2})(?!\d)/.exec(latin) ??
    /^\D*(20\d\d)(0[1-9]|1[0-2])\D*$/.exec(latin);
  if (yearFirst) return written(yearFirst[2], yearFirst[1]);
  const monthFirst =
    /(?:^|\D)(\d{1,2})\s*[-/. ]\s*(20\d\d|\d\d)(?!\d)/.exec(latin) ??
    /^\D*(0[1-9]|1[0-2])(20\d\d|\d\d)\D*$/.exec(latin);
  return monthFirst && written(monthFirst[1], monthFirst[2]);
}

/** Cards did not outlive the last one. */
const CENTURY = "20";

function written(month = "", year = ""): string {
  return month.padStart(2, "0") + SEPARATOR + year.slice(-2);
}

/** What stands on either side of the separator, or would if there were one. */
function parts(text: string) {
  const latin = latinDigits(text);
  const first = /^\D*(20\d{0,2})(\D*)(\d*)\D*$/.exec(latin);
  if (first && (first[1]?.length === 4 || first[3] === "")) {
    const [, year = "", between, month = ""] = first;
    return { month, year, separated: between !== "", yearFirst: true };
  }
  const [, month = "", between = "", rest = ""] = /^\D*(\d*)(\D*)(.*)$/s.exec(latin) ?? [];
  const year = rest.replace(/\D/g, "");
  const yearFirst = false;
  if (year !== "" || /[^\s]/.test(between)) return { month, year, separated: true, yearFirst };
  // Without a separator: 13 cannot be a month, so it is January and a year from 3.
  const split = Number(month.slice(0, 2)) > 12 ? 1 : 2;
  return {
    month: month.slice(0, split),
    year: month.slice(split),
    separated: split < month.length,
    yearFirst,
  };
}

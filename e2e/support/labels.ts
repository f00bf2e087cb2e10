/** What the checkout calls its parts, by language. Of the fields the first words are enough. */

export interface Labels {
  readonly number: string;
  readonly expiry: string;
  readonly code: string;
  readonly name: string;
  /** The verb on the pay button. */
  readonly pay: string;
}

export const ENGLISH: Labels = {
  number: "Card number",
  expiry: "Expiry",
  code: "Security code",
  name: "Name on card",
  pay: "Pay",
};

export const GERMAN: Labels = {
  number: "Kartennummer",
  expiry: "Gültig bis",
  code: "Prüfnummer",
  name: "Name auf der Karte",
  pay: "bezahlen",
};

export const ARABIC: Labels = {
  number: "رقم البطاقة",
  expiry: "تاريخ الانتهاء",
  code: "رمز الأمان",
  name: "الاسم على البطاقة",
  pay: "ادفع",
};

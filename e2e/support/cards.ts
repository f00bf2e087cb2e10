/** Cards of the simulator (README.md, "Test cards"). They belong to nobody. */

export interface Card {
  readonly number: string;
  /** Month and year, as typed. */
  readonly expiry: string;
  readonly code: string;
}

const card = (number: string): Card => ({ number, expiry: "12 / 40", code: "123" });

export const VISA = card("4242 4242 4242 4242");
export const MASTERCARD = card("5555 5555 5555 4444");
export const AMEX: Card = { ...card("3782 822463 10005"), code: "1234" };
/** Visa and Cartes Bancaires. */
export const CO_BADGED = card("4035 5000 0000 0000");
export const DECLINED = card("4000 0000 0000 0002");
/** Authorised after two seconds. */
export const SLOW = card("4000 0000 0200 5009");
/** Authorised, but the bank's answer is lost, and ten seconds go by until that is known. */
export const ANSWER_LOST = card("4000 0000 0200 1008");
/** The bank takes the call and hangs. */
export const HANGING = card("4000 0000 0200 6007");

/**
 * Every word of the drop-in. A locale is one value of {@link Texts}, so a missing text
 * does not compile. `{name}` marks a value that is put in; each locale uses the same ones.
 */

import type { FieldFault } from "../../card/fault.ts";
import type { FrameFault, NameFault } from "../../fields/messages.ts";

/** What can be wrong with a part of the card form. */
export type Fault = FieldFault | NameFault | FrameFault;

/** What happened in bold, then whether money moved and what to do. */
export interface Message {
  readonly lead: string;
  readonly rest: string;
}

/** A sentence that says what became of one part of the order. */
export interface PartTexts {
  readonly added: string;
  readonly changed: string;
  readonly removed: string;
}

export interface Texts {
  /** BCP 47. */
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** The button. `{amount}` */
  readonly pay: string;
  readonly paying: string;
  readonly payWithoutAmount: string;
  readonly payingWithoutAmount: string;
  /** An order that costs nothing. */
  readonly free: {
    /** The button. */
    readonly complete: string;
    readonly completing: string;
    readonly processing: Message;
    readonly done: string;
  };
  readonly loading: string;
  /** Under the button. */
  readonly safe: string;
  /** What screen readers call the form. */
  readonly methods: string;
  readonly fields: FieldTexts;
  readonly errors: ErrorTexts;
  /** Read out when Pay finds errors. `{fields}` is a list of labels. */
  readonly correct: { readonly one: string; readonly several: string };
  readonly coBadged: { readonly label: string; readonly hint: string };
  readonly accepted: string;
  readonly processing: ProcessingTexts;
  readonly paid: {
    /** `{amount}` */
    readonly title: string;
    readonly order: string;
    readonly with: string;
    readonly date: string;
    readonly statement: string;
    /** `{digits}` are the last four; for screen readers. */
    readonly ending: string;
  };
  readonly notices: NoticeTexts;
  readonly changes: {
    /** `{amount}` */
    readonly shipping: PartTexts;
    readonly surcharge: PartTexts;
    /** `{name}` and `{amount}`; `changed` tells what the position costs now. */
    readonly item: PartTexts & { readonly quantity: string };
  };
  readonly paidElsewhere: Message;
  readonly expired: Message & { readonly reload: string };
  /** A payment was sent, and what came of it cannot be learnt here. */
  readonly unknown: Message;
  readonly noMethods: Message;
  readonly notLoaded: Message & { readonly reload: string };
  /** Why Pay is off. */
  readonly payOff: { readonly noTotal: string; readonly paused: string };
  readonly billing: BillingTexts;
}

export interface FieldTexts {
  readonly cardNumber: string;
  readonly cardNumberExample: string;
  readonly expiryDate: string;
  readonly expiryDateExample: string;
  readonly securityCode: string;
  /** `{count}` is 3 or 4. */
  readonly securityCodeExample: string;
  readonly cardholderName: string;
  readonly cardholderNameExample: string;
}

/** `cardNumber.unsupported` puts in `{networks}`, `cvv.incomplete` `{count}`: 3 or 4. */
export type ErrorTexts = Readonly<Record<Fault, string>>;

export interface ProcessingTexts {
  readonly confirming: Message;
  readonly reconnecting: Message;
  readonly checked: string;
  readonly sending: string;
  readonly sent: string;
  readonly waiting: string;
  readonly asking: string;
}

export interface NoticeTexts {
  readonly declined: Message;
  readonly failed: Message;
  readonly offline: Message;
  readonly tooManyAttempts: Message;
  readonly paymentInProgress: Message;
  /** `{from}` and `{to}` */
  readonly totalChanged: string;
  /** Where a total is told that did not change. `{to}` */
  readonly totalIs: string;
  /** After a payment of the old total was refused. */
  readonly totalRefused: string;
  readonly totalCheck: string;
  readonly addressNotSaved: Message;
}

export interface BillingTexts {
  readonly title: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly addressLine1: string;
  readonly addressLine2: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly countryCode: string;
  readonly choose: string;
  /** `{label}` of an empty field that must be filled. */
  readonly required: string;
}

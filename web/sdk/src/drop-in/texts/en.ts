/** English. */

import { MESSAGES } from "../../fields/messages.ts";
import type { Texts } from "./texts.ts";

export const en: Texts = {
  language: "en",
  direction: "ltr",
  pay: "Pay {amount}",
  paying: "Paying {amount}",
  payWithoutAmount: "Pay",
  payingWithoutAmount: "Paying",
  free: {
    complete: "Complete order",
    completing: "Completing the order",
    processing: { lead: "Completing your order", rest: "Keep this page open." },
    done: "Your order is complete",
  },
  loading: "Loading the payment form",
  safe: "Your card number never reaches the shop.",
  methods: "Payment method",
  fields: {
    cardNumber: "Card number",
    cardNumberExample: "1234 1234 1234 1234",
    expiryDate: "Expiry",
    expiryDateExample: "MM / YY",
    securityCode: "Security code",
    securityCodeExample: "{count} digits",
    cardholderName: "Name on card",
    cardholderNameExample: "As printed on the card",
  },
  errors: {
    ...MESSAGES,
    "cardNumber.unsupported": "This shop does not take this card. It takes {networks}.",
    "cvv.incomplete": "The code has {count} digits.",
    "fields.unreachable": "This field did not load. Reload the page.",
    "fields.sameOrigin": "This field did not load. Reload the page.",
  },
  correct: {
    one: "Check one field: {fields}.",
    several: "Check these fields: {fields}.",
  },
  coBadged: {
    label: "Pay with",
    hint: "Your card carries both brands. You choose.",
  },
  accepted: "Accepted: {networks}",
  processing: {
    confirming: {
      lead: "Confirming with your bank",
      rest: "This usually takes a few seconds. Keep this page open. You will not be charged twice.",
    },
    reconnecting: {
      lead: "The connection is lost",
      rest: "We are asking your bank. You will not be charged twice.",
    },
    checked: "Card checked",
    sending: "Sending to bank",
    sent: "Sent to bank",
    waiting: "Waiting for the answer",
    asking: "Asking again",
  },
  paid: {
    title: "Paid {amount}",
    order: "Order",
    with: "Paid with",
    date: "Date",
    statement: "On your statement",
    ending: "ending in {digits}",
  },
  notices: {
    declined: {
      lead: "Your bank declined this card.",
      rest: "Nothing was charged. Try another card, or ask your bank to allow the payment.",
    },
    failed: {
      lead: "The payment did not go through.",
      rest: "It stopped for a technical reason. Nothing was charged. Try again, or use another card.",
    },
    offline: {
      lead: "There is no connection.",
      rest: "Nothing was charged. Check your connection, then pay.",
    },
    tooManyAttempts: {
      lead: "Too many cards were tried.",
      rest: "Nothing was charged. Wait a few minutes, then try again.",
    },
    paymentInProgress: {
      lead: "Another payment of this order is still open.",
      rest: "Nothing more was charged. Wait for its answer before you pay again.",
    },
    totalChanged: "The total changed from {from} to {to}.",
    totalIs: "The total is {to}.",
    totalRefused: "Nothing was charged. Check it, then pay.",
    totalCheck: "Check it, then pay.",
    addressNotSaved: {
      lead: "The address could not be saved.",
      rest: "Nothing was charged. Check it, then pay again.",
    },
  },
  changes: {
    shipping: {
      added: "Shipping {amount} was added.",
      changed: "Shipping is now {amount}.",
      removed: "Shipping {amount} was taken off.",
    },
    surcharge: {
      added: "A card surcharge of {amount} was added.",
      changed: "The card surcharge is now {amount}.",
      removed: "The card surcharge of {amount} was taken off.",
    },
    item: {
      added: "{name} was added for {amount}.",
      changed: "{name} is now {amount}.",
      removed: "{name} was taken out.",
      quantity: "{name}: quantity {quantity}, now {amount}.",
    },
  },
  paidElsewhere: {
    lead: "This order is already paid",
    rest: "It was paid in another window. Nothing more was charged.",
  },
  expired: {
    lead: "This checkout has expired",
    rest: "If you paid before, ask the shop before you pay again. Reload the page to start again.",
    reload: "Reload the page",
  },
  unknown: {
    lead: "We do not know yet whether you paid",
    rest: "Your payment was sent, but its answer did not reach this page. Do not pay again before you have asked the shop or seen your account statement.",
  },
  noMethods: {
    lead: "No way to pay is switched on",
    rest: "This order cannot be paid here yet. Nothing was charged. Ask the shop, or try again later.",
  },
  notLoaded: {
    lead: "The payment form did not load",
    rest: "If you paid before, ask the shop before you pay again. Check your connection, then reload the page.",
    reload: "Reload the page",
  },
  payOff: {
    noTotal: "The total is not known yet.",
    paused: "The shop has paused payment for the moment.",
  },
  billing: {
    title: "Billing address",
    firstName: "First name",
    lastName: "Last name",
    addressLine1: "Street and number",
    addressLine2: "Apartment, floor (optional)",
    city: "City",
    state: "State or region (optional)",
    postalCode: "Postal code",
    countryCode: "Country",
    choose: "Choose a country",
    required: "Fill in: {label}.",
  },
};

/** The card is put together from frames of its own form only. */

import { afterEach, expect, test, vi } from "vitest";
import type { FieldName } from "../fields/protocol.ts";
import { gatherCard } from "./card.ts";
import type { Sibling } from "./siblings.ts";

const TEXTS = { cardNumber: "4242 4242 4242 4242", expiryDate: "11 / 30", cvv: "123" };

function sibling(field: FieldName, changes: Partial<Sibling> = {}): Sibling {
  return {
    checkout: "checkout-1",
    group: "group-1",
    field,
    text: () => TEXTS[field],
    valid: () => true,
    fill: () => {},
    take: () => false,
    focus: () => {},
    enter: () => {},
    ...changes,
  };
}

const CLOSED = {
  get() {
    throw new DOMException("Blocked a frame", "SecurityError");
  },
};

/** A window of another origin: to read anything of it throws. */
const foreign = new Proxy({} as Window, CLOSED);

/** A frame in such a window that is named as what ours offer. */
const disguised = new Proxy({} as Sibling, CLOSED);

/** A page with these frames, in this order. */
function page(...frames: (Sibling | Window)[]) {
  const windows = frames.map((frame) => (frame === foreign ? foreign : { tenderField: frame }));
  vi.stubGlobal("window", { parent: { ...windows, length: windows.length } });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const number = sibling("cardNumber");
const FORM = { checkout: "checkout-1", group: "group-1" };

test("is whole, whatever other frames the page has", () => {
  page(foreign, disguised, sibling("cvv"), foreign, sibling("expiryDate"), number);
  expect(gatherCard(FORM)).toEqual({
    card: {
      number: "4242424242424242",
      cvv: "123",
      expirationMonth: "11",
      expirationYear: "2030",
    },
  });
});

test("takes nothing of another checkout, or of another form of the page", () => {
  page(
    number,
    sibling("cvv", { checkout: "checkout-2" }),
    sibling("cvv", { group: "group-2" }),
    sibling("expiryDate"),
  );
  expect(gatherCard(FORM)).toEqual({ missing: ["cvv"] });
});

test("is not sent while a field is not right", () => {
  page(number, sibling("cvv", { valid: () => false }), sibling("expiryDate"));
  expect(gatherCard(FORM)).toEqual({ missing: ["cvv"] });
  page(foreign);
  expect(gatherCard(FORM)).toEqual({
    missing: ["cardNumber", "expiryDate", "cvv"],
  });
});

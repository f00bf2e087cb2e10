/** Why an element cannot be the container of a checkout, and what to do. Loaded to be said. */

import { PrimerClientError } from "./api/errors.ts";
import { find, isElement, isHollow } from "./door.ts";

/** What is wrong with what was given as a container. */
export function containerFault(container: unknown): PrimerClientError {
  const message = sentence(container);
  return new PrimerClientError("INVALID_ARGUMENT", { message, isFromDeveloper: true });
}

const WANTED = "an element or a selector";

function sentence(container: unknown): string {
  if (container === null) return `The container is null. ${WHEN}`;
  if (!container) return `showUniversalCheckout needs a container: ${WANTED}.`;
  const element = typeof container === "string" ? find(container) : container;
  if (element === null) return `No element of the page matches "${container}". ${WHEN}`;
  if (!isElement(element)) return `The container must be ${WANTED}, not ${nameOf(element)}.`;
  if (element.ownerDocument !== document) {
    return "The container is in another document. Load the SDK there, and call it there.";
  }
  if (isHollow(element)) {
    return `The container is a <${element.localName}>, which can hold no checkout. Take a <div>.`;
  }
  return "The container is not in the document. Append it to the page before the call.";
}

const WHEN = "Call showUniversalCheckout when its element is on the page.";

/** What was given instead, and what was probably meant. */
function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  if ("current" in value) return "a ref: give its .current";
  if ("length" in value) return "a list: give its [0]";
  return "this object";
}

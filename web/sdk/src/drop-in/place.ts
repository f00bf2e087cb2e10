/** Where drop-ins stand on the shop's page: in each container one, that of the last call. */

import { PrimerClientError } from "../api/errors.ts";
import type { Host } from "../core/host.ts";
import type { CheckoutElement } from "./checkout_element.ts";
import { dress, isTree, undress } from "./dress.ts";
import { styles } from "./styles.ts";

/** They made room for a later call. */
const replaced = new WeakSet<CheckoutElement>();

/**
 * Puts an element into its container. A checkout that stands there is taken off and closed.
 *
 * @throws PrimerClientError INVALID_ARGUMENT if that one is paying: its answer must be seen.
 */
export function occupy(home: Element, element: CheckoutElement, host: Host): void {
  const others = occupants(home);
  if (others.some((other) => other.context?.checkout.state.phase.name === "paying")) {
    const message =
      "A payment is under way in this container. Wait until it ends, or tear that checkout down.";
    host.warn(message);
    throw new PrimerClientError("INVALID_ARGUMENT", { message, isFromDeveloper: true });
  }
  for (const other of others) {
    replaced.add(other);
    takeOff(other);
    other.context?.checkout.teardown();
  }
  stand(home, element);
}

/**
 * Checks that the place is still the element's, and puts it back if the page has emptied
 * the container meanwhile.
 *
 * @throws PrimerClientError PRIMER_TEARDOWN if a later call has the place.
 */
export function keepPlace(home: () => Element, element: CheckoutElement): void {
  const isLost = replaced.has(element) || (!element.isConnected && occupants(home()).length > 0);
  if (isLost) {
    const message = "This checkout was closed: another one was shown in its container meanwhile.";
    throw new PrimerClientError("PRIMER_TEARDOWN", { message });
  }
  if (!element.isConnected) stand(home(), element);
}

/** Takes this element off the page, and our style sheets with the last one. */
export function takeOff(element: CheckoutElement): void {
  const root = element.getRootNode();
  element.remove();
  if (isTree(root) && !root.querySelector("tender-checkout")) undress(root);
}

function occupants(home: Element): readonly CheckoutElement[] {
  return [...home.querySelectorAll<CheckoutElement>(":scope > tender-checkout")];
}

function stand(home: Element, element: CheckoutElement): void {
  dress(home, styles);
  home.append(element);
}

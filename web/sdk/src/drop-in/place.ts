/** Where drop-ins stand on the shop's page: in each container one, that of the last call. */

import { PrimerClientError } from "../api/errors.ts";
import type { Host } from "../core/host.ts";
import type { CheckoutElement } from "./checkout_element.ts";
import { dress, isTree, undress } from "./dress.ts";
import { styles } from "./styles.ts";

/** Where a call's checkout goes. */
export interface Place {
  /**
   * The container, while it is this call's.
   *
   * @throws PrimerClientError PRIMER_TEARDOWN if a later call has it, or it is gone.
   */
  readonly home: Element;
}

/**
 * Puts an element into its container. A checkout that stands there is taken off and closed.
 *
 * @throws PrimerClientError INVALID_ARGUMENT if that one is paying: its answer must be seen;
 *   PRIMER_TEARDOWN as {@link Place}.
 */
export function occupy({ home }: Place, element: CheckoutElement, host: Host): void {
  const others = occupants(home);
  if (others.some((other) => other.context?.checkout.state.phase.name === "paying")) {
    const message =
      "A payment is under way in this container. Wait until it ends, or tear that checkout down.";
    host.warn(message);
    throw new PrimerClientError("INVALID_ARGUMENT", { message, isFromDeveloper: true });
  }
  for (const other of others) {
    takeOff(other);
    other.context?.checkout.teardown();
  }
  stand(home, element);
}

/**
 * Puts an element back if the page has emptied or replaced the container meanwhile.
 *
 * @throws PrimerClientError as {@link Place}.
 */
export function keepPlace({ home }: Place, element: CheckoutElement): void {
  if (element.parentNode !== home) stand(home, element);
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
  element.id = freeId(home);
  dress(home, styles);
  home.append(element);
}

/** The published id, for the first checkout of a page or shadow tree; others have a number behind it. */
function freeId(home: Element): string {
  const tree = home.getRootNode() as Document | ShadowRoot;
  const taken = [...tree.querySelectorAll("tender-checkout")].map(({ id }) => id);
  let id = ID;
  for (let number = 2; taken.includes(id); number++) id = `${ID}-${number}`;
  return id;
}

const ID = "primer-checkout";

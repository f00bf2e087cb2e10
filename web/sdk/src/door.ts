/**
 * What showUniversalCheckout looks at before it loads anything: the container of a call, and
 * its turn there. What a call loads arrives in any order; whose container it is was decided
 * when it was made.
 */

import { PrimerClientError } from "./api/errors.ts";

/** The last turn of each container. */
const last = new WeakMap<Element, Turn>();

/** One call's claim to its container: good until a later call names the same one. */
export class Turn {
  #home: Element;

  /** Null if that is no container: container_fault.ts says why. */
  static take(container: unknown): Turn | null {
    const home = containerOf(container);
    return home && new Turn(container, home);
  }

  private constructor(
    private readonly container: unknown,
    home: Element,
  ) {
    this.#home = home;
    last.set(home, this);
  }

  /**
   * The container. By its selector it is found again if the page has put another element in
   * its place.
   *
   * @throws PrimerClientError PRIMER_TEARDOWN if a later call has it, or it is gone.
   */
  get home(): Element {
    if (!this.#home.isConnected) this.#move();
    if (last.get(this.#home) === this) return this.#home;
    throw closed("another one was shown in its container meanwhile");
  }

  #move(): void {
    const home = containerOf(this.container);
    if (!home) throw closed("its container was taken off the page meanwhile");
    if (!last.has(home)) last.set(home, this);
    this.#home = home;
  }
}

function closed(why: string): PrimerClientError {
  return new PrimerClientError("PRIMER_TEARDOWN", { message: `This checkout was closed: ${why}.` });
}

/** The element that a merchant names by an id, a selector or itself. Null if it is of no use. */
function containerOf(container: unknown): Element | null {
  const element = typeof container === "string" ? find(container) : container;
  const fits =
    isElement(element) &&
    element.ownerDocument === document &&
    element.isConnected &&
    !isHollow(element);
  return fits ? element : null;
}

/** Also of another window, whose classes are not ours. */
export function isElement(value: unknown): value is Element {
  return typeof value === "object" && (value as Partial<Node> | null)?.nodeType === 1;
}

const HOLLOW =
  /^(area|audio|base|br|button|canvas|col|embed|head|hr|html|iframe|img|input|link|meta|object|option|script|select|source|style|template|textarea|title|track|video|wbr)$/;

/** Whether an element shows nothing of what is put into it, or nothing of it alive; or is not HTML. */
export function isHollow(element: Element): boolean {
  return HOLLOW.test(element.localName) || !("innerText" in element);
}

/** By its id or a selector. */
export function find(selector: string): Element | null {
  try {
    return document.getElementById(selector) ?? document.querySelector(selector);
  } catch {
    return null;
  }
}

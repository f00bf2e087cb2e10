/** Where in the merchant's page a frame goes. */

/**
 * The element that a merchant names by an id, a selector or itself.
 *
 * @throws Error if the page has none.
 */
export function findContainer(container: string | Element | null): Element {
  if (container === null) throw new Error("There is no element to put the field into.");
  if (typeof container !== "string") return container;
  const found = document.getElementById(container) ?? querySelector(container);
  if (!found) throw new Error(`No element of the page matches "${container}".`);
  return found;
}

function querySelector(selector: string): Element | null {
  try {
    return document.querySelector(selector);
  } catch {
    return null;
  }
}

/**
 * Shows an element inside a container; the answer takes it off again.
 *
 * Frames find each other through `parent.frames`, which lists those of the document
 * proper only. So a frame for a container within a shadow tree becomes a child of the
 * tree's host, and a slot in the container shows it there.
 *
 * @param shownBy the slot of the container's own shadow tree that shows the element
 */
export function place(element: HTMLElement, container: Element, shownBy = ""): () => void {
  const root = container.getRootNode();
  if (!(root instanceof ShadowRoot)) {
    element.slot = shownBy;
    container.append(element);
    return () => element.remove();
  }
  slots += 1;
  const slot = document.createElement("slot");
  slot.name = `tender-field-${slots}`;
  slot.slot = shownBy;
  container.append(slot);
  const takeOff = place(element, root.host, slot.name);
  return () => {
    slot.remove();
    takeOff();
  };
}

let slots = 0;

/** The drop-in: puts the checkout onto the shop's page. Loaded when it is first asked for. */

import { ErrorCode } from "../api/constants.ts";
import { PrimerClientError } from "../api/errors.ts";
import type { UniversalCheckoutOptions } from "../api/options.ts";
import { findContainer } from "../fields/placement.ts";
import type { DropIn, DropInContext } from "../headless/drop_in.ts";
import { CardForm } from "./card_form.ts";
import { CheckoutElement } from "./checkout_element.ts";
import { styles } from "./styles.ts";
import { en, pickTexts } from "./texts/pick.ts";

/** What stands on the page while the checkout is being opened. */
export interface Loading {
  /** It could not be opened: says so, and what to do. */
  failed(error: unknown): Promise<void>;
}

/**
 * Shows the outline of the form at once.
 *
 * @throws PrimerClientError INVALID_ARGUMENT if the page has no such container.
 */
export function showLoading(options: UniversalCheckoutOptions, locale: string): Loading {
  const element = place(options);
  // What the session asks for is not known yet; most ask for the name.
  element.nameExpected = options.card?.cardholderName?.visible !== false;
  const loaded = pickTexts(locale).then((texts) => {
    element.texts = texts;
  });
  return {
    async failed(error) {
      await loaded;
      const { noMethods, notLoaded } = element.texts;
      const { code } = PrimerClientError.fromExistingError(error, ErrorCode.INITIALIZATION_ERROR);
      element.notLoaded = code === ErrorCode.NO_PAYMENT_METHODS ? noMethods : notLoaded;
    },
  };
}

/** Shows a checkout, in place of its outline if there is one. */
export async function showDropIn(context: DropInContext): Promise<DropIn> {
  const element = place(context.options);
  element.texts = await pickTexts(context.locale);
  element.context = context;
  await element.updateComplete;
  return {
    submit: () => element.submit(),
    teardown: () => takeOff(element),
  };
}

/** The element in the container: the one that is there, or a new one. */
function place({ container, theme }: UniversalCheckoutOptions): CheckoutElement {
  define();
  const home = find(container);
  const [waiting, ...others] = home.querySelectorAll<CheckoutElement>(":scope > tender-checkout");
  // A checkout that is on its way out, or a second call: only the last one stays.
  for (const other of others) takeOff(other);
  if (waiting && !waiting.context && !waiting.notLoaded) return waiting;
  if (waiting) takeOff(waiting);
  const element = document.createElement("tender-checkout") as CheckoutElement;
  element.texts = en;
  element.theme = theme ?? "auto";
  dress(home.getRootNode());
  home.append(element);
  return element;
}

function find(container: string | Element): Element {
  try {
    return findContainer(container);
  } catch (error) {
    throw PrimerClientError.fromExistingError(error, ErrorCode.INVALID_ARGUMENT);
  }
}

function define(): void {
  const elements = { "tender-checkout": CheckoutElement, "tender-card-form": CardForm };
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}

function takeOff(element: CheckoutElement): void {
  const root = element.getRootNode();
  element.remove();
  if (isTree(root) && !root.querySelector("tender-checkout")) undress(root);
}

type Tree = Document | ShadowRoot;

function isTree(root: Node): root is Tree {
  return root instanceof Document || root instanceof ShadowRoot;
}

/** A style sheet by script, which content security policies for style elements allow. */
function dress(root: Node): void {
  const sheet = styles.styleSheet;
  if (!isTree(root)) return;
  if (!sheet) dressOld(root);
  else if (!root.adoptedStyleSheets.includes(sheet)) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}

const OLD_STYLE = "style[data-tender]";

/** Safari before 16.4 has no style sheets by script. */
function dressOld(root: Tree): void {
  if (root.querySelector(OLD_STYLE)) return;
  const style = document.createElement("style");
  style.dataset.tender = "";
  style.textContent = styles.cssText;
  (root instanceof Document ? root.head : root).append(style);
}

function undress(root: Tree): void {
  root.querySelector(OLD_STYLE)?.remove();
  if (!root.adoptedStyleSheets) return;
  root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== styles.styleSheet);
}

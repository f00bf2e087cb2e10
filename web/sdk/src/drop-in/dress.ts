/** Style sheets of the tree that a checkout stands in: the page, or a shadow tree of it. */

import type { CSSResult } from "lit";

/** What can have style sheets of its own. */
export type Tree = Document | ShadowRoot;

/** Ours, to be taken off again. */
const worn = new WeakMap<Tree, Set<CSSResult>>();

export function isTree(root: Node): root is Tree {
  return root instanceof Document || root instanceof ShadowRoot;
}

/** Adds a style sheet, once. By script, which content security policies for styles allow. */
export function dress(element: Element, styles: CSSResult): void {
  const root = element.getRootNode();
  if (!isTree(root)) return;
  const all = worn.get(root) ?? new Set();
  worn.set(root, all);
  if (all.has(styles)) return;
  all.add(styles);
  if (styles.styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles.styleSheet];
  else dressOld(root, styles);
}

/** Takes off all of them. */
export function undress(root: Tree): void {
  const all = [...(worn.get(root) ?? [])];
  worn.delete(root);
  for (const style of root.querySelectorAll(OLD_STYLE)) style.remove();
  if (!root.adoptedStyleSheets) return;
  const ours = all.map((styles) => styles.styleSheet);
  root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => !ours.includes(sheet));
}

const OLD_STYLE = "style[data-tender]";

/** Safari before 16.4 has no style sheets by script. */
function dressOld(root: Tree, { cssText }: CSSResult): void {
  const style = document.createElement("style");
  style.dataset.tender = "";
  style.textContent = cssText;
  (root instanceof Document ? root.head : root).append(style);
}

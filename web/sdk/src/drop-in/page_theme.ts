/**
 * Light or dark, by the page behind the checkout. The shopper's system alone does not say:
 * a shop that is light only stays light on a dark system.
 */

export type ResolvedTheme = "light" | "dark";

/** Red, green and blue from 0 to 255, and opacity from 0 to 255. */
type Rgba = readonly [red: number, green: number, blue: number, opacity: number];

/** Goes by the nearest background of a colour, else by the page's `color-scheme`, else by its head's. */
export function themeBehind(element: Element): ResolvedTheme {
  for (let at = parentOf(element); at; at = parentOf(at)) {
    const [red, green, blue, opacity] = rgba(getComputedStyle(at).backgroundColor);
    if (opacity > 127) return isDark(red, green, blue) ? "dark" : "light";
  }
  const { colorScheme } = getComputedStyle(document.documentElement);
  const schemes = (colorScheme === "normal" ? schemeInHead() : colorScheme).split(/\s+/);
  if (!schemes.includes("dark")) return "light";
  return !schemes.includes("light") || systemDark().matches ? "dark" : "light";
}

/** Runs whenever the page may have changed between light and dark; the answer ends it. */
export function watchPage(run: () => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  systemDark().addEventListener("change", run, { signal });
  const faded = (event: TransitionEvent) => {
    if (event.propertyName === "background-color") run();
  };
  document.addEventListener("transitionend", faded, { signal });
  // Where a page's own switch for its theme leaves its mark.
  const attributes = { attributes: true, attributeFilter: ["class", "style", "data-theme"] };
  const observer = new MutationObserver(run);
  const meta = { attributes: true, attributeFilter: ["content"], childList: true, subtree: true };
  if (document.head) observer.observe(document.head, meta);
  for (const root of [document.documentElement, document.body]) observer.observe(root, attributes);
  signal.addEventListener("abort", () => observer.disconnect());
  return () => ending.abort();
}

/** What styles leave open, `<meta name="color-scheme">` may say. */
function schemeInHead(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="color-scheme" i]');
  return meta?.content.toLowerCase() ?? "";
}

function systemDark(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

/** Through the hosts of shadow trees. */
function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** By relative luminance without its gamma, which is near enough for two sides. */
export function isDark(red: number, green: number, blue: number): boolean {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 110;
}

/** Any colour that a style sheet can name, by painting it. */
function rgba(colour: string): Rgba {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const paint = canvas.getContext("2d");
  if (!paint) return [0, 0, 0, 0];
  paint.fillStyle = colour;
  paint.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, opacity = 0] = paint.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, opacity];
}

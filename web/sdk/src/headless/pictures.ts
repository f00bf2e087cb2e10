/**
 * Where the pictures of the card brands are: beside the scripts, each named by its hash, so
 * that browsers keep them. Simple drawings; the schemes' artwork is theirs to license.
 */

/// <reference path="./vite.d.ts" />

import type { CardNetwork } from "../card/network.ts";

const PICTURES = import.meta.glob("./pictures/*.svg", {
  query: "?no-inline",
  import: "default",
  eager: true,
});

/** The address of the picture of a network. */
export function cardPicture(network: CardNetwork): string {
  const file = PICTURES[`./pictures/${network.toLowerCase()}.svg`] ?? "";
  return new URL(file, import.meta.url).href;
}

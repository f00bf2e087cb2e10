/** What a page can say to a field, by the protocol and beyond it. */

import type { Command } from "../../../web/sdk/src/fields/protocol.ts";

/** One of each kind; the compiler sees to it. `clear` last, or there is nothing to get. */
const KNOWN: { readonly [Type in Command["type"]]: Extract<Command, { type: Type }> } = {
  options: {
    type: "options",
    options: {
      group: "",
      ariaLabel: "",
      placeholder: "",
      locale: "en",
      disabled: false,
      style: {},
      allowedNetworks: [],
      order: [],
      autoAdvance: true,
      clockOffset: 0,
    },
  },
  focus: { type: "focus" },
  blur: { type: "blur" },
  submitted: { type: "submitted", id: 1 },
  describe: { type: "describe", text: "<img src=x onerror=alert(1)>" },
  networks: { type: "networks", networks: ["AMEX"] },
  take: { type: "take", id: 1, group: "" },
  tokenize: {
    type: "tokenize",
    request: { id: 1, accessToken: "guessed", sdkVersion: "1", cardholderName: "A Name" },
  },
  release: { type: "release", id: 1 },
  clear: { type: "clear" },
};

const INVENTED = [
  ...["value", "text", "get", "read", "state", "card", "getFieldState", "toString", "constructor"],
  ...["eval", "debug", "log", "sibling", "fill", "edited", "gatherCard", "__proto__", "#input"],
].map((type) => ({
  type,
  name: "cardNumber",
  field: "cardNumber",
  code: "document.forms[0][0].value",
}));

const { clear, ...others } = KNOWN;

export const COMMANDS: object[] = [
  ...INVENTED,
  { type: "tokenize", request: { id: 2, accessToken: "x", address: "/", url: "/" }, address: "/" },
  ...Object.values(others),
  clear,
];

declare global {
  interface Window {
    /** The ends of the channels that were handed to frames. */
    ports: MessagePort[];
    connectAll(): void;
  }
}

/**
 * Hands ports to every frame of the page that it runs in, of the one it is framed by or
 * was opened by, under every name that they may have. Written out into pages.
 */
export function frameGate(): void {
  window.loot ??= [];
  window.ports = [];
  const above: Window = window.opener ?? window.parent;
  window.connectAll = () => {
    for (let index = 0; index < above.length; index += 1) {
      for (const field of ["cardNumber", "expiryDate", "cvv"]) {
        for (const checkout of [...idsOf(above), "checkout", "other"]) {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => window.loot.push(data);
          window.ports.push(port1);
          above[index]?.postMessage({ tender: "connect", checkout, field }, "*", [port2]);
        }
      }
    }
  };
  /** The hash of a frame's address tells the id to whoever may see the page. */
  function idsOf(page: Window): string[] {
    try {
      return [...page.document.querySelectorAll("iframe")].map(
        (frame) => /#(.*)\./.exec(frame.src)?.[1] ?? "",
      );
    } catch {
      return [];
    }
  }
}

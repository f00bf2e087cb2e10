/**
 * Runs in the merchant's page before everything else and takes down all that the page's
 * realm ever sees: `window.seen`. Written out into the page, so it uses nothing from here.
 */

declare global {
  interface Window {
    /** Everything that the page saw, as text. */
    seen: string[];
  }
}

export function spy(): void {
  const seen: string[] = [];
  window.seen = seen;
  const { stringify } = JSON;
  const { push } = Array.prototype;
  const { apply } = Reflect;
  let busy = false;

  const text = (value: unknown): string => {
    if (typeof value === "string") return value;
    if (value instanceof ArrayBuffer) return String.fromCharCode(...new Uint8Array(value));
    try {
      return stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  };
  /** Never of what it does itself. */
  const see = (where: string, ...values: unknown[]) => {
    if (busy) return;
    busy = true;
    for (const value of values) {
      if (value !== undefined && value !== null && typeof value !== "function") {
        apply(push, seen, [`${where} ${text(value)}`]);
      }
    }
    busy = false;
  };

  /** Sees `this`, the arguments and the result of every call. */
  const patch = (owner: object, names: string[], label: string) => {
    for (const name of names) {
      const original = Reflect.get(owner, name);
      Reflect.set(owner, name, function patched(this: unknown, ...args: unknown[]) {
        const result = apply(original, this, args);
        see(`${label}.${name}`, this === window ? undefined : this, ...args, result);
        if (result instanceof Promise && !busy)
          result.then(
            (value) => see(name, value),
            () => {},
          );
        return result;
      });
    }
  };
  patch(JSON, ["parse", "stringify"], "JSON");
  patch(Object, ["assign", "entries", "fromEntries", "freeze", "keys", "values"], "Object");
  const arrays =
    "concat every filter find flatMap forEach join map push slice some sort splice unshift";
  patch(Array.prototype, arrays.split(" "), "Array");
  const strings =
    "charAt concat indexOf match padStart replace replaceAll slice split startsWith substring trim";
  patch(String.prototype, strings.split(" "), "String");
  patch(RegExp.prototype, ["exec", "test"], "RegExp");
  patch(Map.prototype, ["get", "set"], "Map");
  patch(Storage.prototype, ["setItem"], "Storage");
  patch(Response.prototype, ["json", "text", "arrayBuffer"], "Response");
  patch(XMLHttpRequest.prototype, ["open", "send"], "XMLHttpRequest");
  patch(MessagePort.prototype, ["postMessage"], "MessagePort");
  patch(BroadcastChannel.prototype, ["postMessage"], "BroadcastChannel");
  patch(Navigator.prototype, ["sendBeacon"], "Navigator");
  patch(window, ["fetch", "postMessage"], "window");

  /** What every listener of the page is told, whoever added it. */
  const seeEvent = (event: Event) => {
    const { data, key, inputType } = event as InputEvent & KeyboardEvent;
    const { clipboardData, dataTransfer } = event as ClipboardEvent & DragEvent;
    const { value } = (event.target ?? {}) as HTMLInputElement;
    const transfer = clipboardData ?? dataTransfer;
    see(event.type, data, key, inputType, value, transfer?.getData("text"), `${getSelection()}`);
  };
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function patched(type, listener, options) {
    const heard = (event: Event) => {
      seeEvent(event);
      if (typeof listener === "function") apply(listener, this, [event]);
      else listener?.handleEvent(event);
    };
    apply(addEventListener, this, [type, heard, options]);
  };
  const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
  Object.defineProperty(MessagePort.prototype, "onmessage", {
    set(listener) {
      onmessage?.set?.call(this, (event: MessageEvent) => {
        see("port", event.data);
        listener?.call(this, event);
      });
    },
  });

  const everything = [
    ...["keydown", "keypress", "keyup", "beforeinput", "input", "change", "selectionchange"],
    ...["compositionstart", "compositionupdate", "compositionend", "textInput", "message"],
    ...["copy", "cut", "paste", "dragstart", "drag", "dragover", "drop", "storage"],
  ];
  for (const type of everything) {
    apply(addEventListener, window, [type, seeEvent, true]);
    apply(addEventListener, document, [type, seeEvent, true]);
  }

  /** Setters that catch a card put into any plain object by assignment. */
  for (const name of ["number", "cvv", "pan", "cardNumber", "expirationMonth"]) {
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      get: () => undefined,
      set(value) {
        see(name, value);
        Object.defineProperty(this, name, { value, writable: true, enumerable: true });
      },
    });
  }

  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function open(init) {
    const root = apply(attachShadow, this, [{ ...init, mode: "open" }]);
    new MutationObserver(() => see("shadow", root.innerHTML)).observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    return root;
  };
}

/** An iframe of the card form, and the line to it. */

import { place } from "./placement.ts";
import {
  type Command,
  type Connect,
  type FrameIdentity,
  frameAddress,
  isReady,
  type Report,
} from "./protocol.ts";

/** How long a frame may take to load before it is loaded once more, in milliseconds. */
const READY_WITHIN = 10_000;

/** How long after its page has loaded it may take to say so: its script runs before. In milliseconds. */
const READY_AFTER_LOAD = 2000;

/** How often a frame is loaded. */
const ATTEMPTS_MAX = 2;

/** Height of the input unless its style says otherwise, in CSS pixels. */
const HEIGHT = 24;

/** No style makes an input higher, in CSS pixels. */
const HEIGHT_MAX = 200;

export interface FrameListener {
  /** The frame is there, empty, and can be told things; also after it was loaded anew. */
  connected(): void;
  /** The frame did not load. */
  unreachable(): void;
  reported(report: Report): void;
}

export class FieldFrame {
  readonly #origin: string;
  #element: HTMLIFrameElement;
  #takeOff: () => void = () => {};
  #port: MessagePort | null = null;
  #attempts = 0;
  /** How many pages have loaded, and how many of them were the field's. */
  #loads = 0;
  #connections = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly container: Element,
    private readonly frame: FrameIdentity & {
      readonly hostedUrl: string;
      readonly title: string;
      readonly colorScheme: "light" | "dark";
    },
    private readonly listener: FrameListener,
  ) {
    this.#origin = new URL(frame.hostedUrl).origin;
    window.addEventListener("message", this.#receive);
    this.#element = this.#load();
  }

  get isConnected(): boolean {
    return this.#port !== null;
  }

  /** Says something to the frame; lost if it is not connected. */
  post(command: Command): void {
    this.#port?.postMessage(command);
  }

  setTitle(title: string): void {
    this.#element.title = title;
  }

  setColorScheme(scheme: "light" | "dark"): void {
    this.#element.style.colorScheme = scheme;
  }

  /** Shows the frame, once it looks as it should. */
  reveal(): void {
    this.#element.style.visibility = "visible";
  }

  setHeight(height: number): void {
    const pixels = Number.isFinite(height) ? Math.min(Math.max(height, 1), HEIGHT_MAX) : HEIGHT;
    this.#element.style.height = `${Math.ceil(pixels)}px`;
  }

  remove(): void {
    clearTimeout(this.#timer);
    window.removeEventListener("message", this.#receive);
    this.#port?.close();
    this.#port = null;
    this.#takeOff();
  }

  #load(): HTMLIFrameElement {
    this.#attempts += 1;
    this.#loads = this.#connections = 0;
    const { hostedUrl, checkout, field, title, colorScheme } = this.frame;
    const element = document.createElement("iframe");
    element.src = frameAddress(hostedUrl, checkout, field);
    element.title = title;
    if (knowsSharedAutofill()) element.allow = "shared-autofill";
    element.loading = "eager";
    element.referrerPolicy = "no-referrer";
    element.setAttribute("scrolling", "no");
    Object.assign(element.style, {
      display: field === "card" ? "none" : "block",
      width: "100%",
      height: `${HEIGHT}px`,
      border: "0",
      background: "transparent",
      colorScheme,
      visibility: "hidden",
    });
    element.addEventListener("load", this.#loaded);
    this.#takeOff = place(element, this.container);
    this.#timer = setTimeout(this.#late, READY_WITHIN);
    return element;
  }

  /** An error page of the browser loads, too, but says nothing. */
  readonly #loaded = () => {
    this.#loads += 1;
    if (this.#connections >= this.#loads) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#late, READY_AFTER_LOAD);
  };

  readonly #late = () => {
    if (this.#attempts >= ATTEMPTS_MAX) {
      this.listener.unreachable();
      return;
    }
    this.#takeOff();
    this.#element = this.#load();
  };

  readonly #receive = (event: MessageEvent) => {
    const { checkout, field } = this.frame;
    const window = this.#element.contentWindow;
    if (!window || !isReady(event, { checkout, field, window, origin: this.#origin })) return;
    clearTimeout(this.#timer);
    this.#connections += 1;
    this.#port?.close();
    const channel = new MessageChannel();
    this.#port = channel.port1;
    this.#port.onmessage = ({ data }: MessageEvent<Report>) => this.listener.reported(data);
    const connect: Connect = { tender: "connect", checkout, field };
    window.postMessage(connect, this.#origin, [channel.port2]);
    this.listener.connected();
  };
}

/** Browsers complain on the console of a feature that they do not know. */
function knowsSharedAutofill(): boolean {
  const { featurePolicy } = document as { featurePolicy?: { features(): string[] } };
  return featurePolicy?.features().includes("shared-autofill") ?? false;
}

/** One field of the card form, in the merchant's page. What is typed stays in its frame. */

import type { HostedInputMetadata, HostedInputOptions, IHeadlessHostedInput } from "../api/card.ts";
import type { EventTypes } from "../api/constants.ts";
import { PrimerClientError } from "../api/errors.ts";
import { type CardNetwork, isCardNetwork } from "../card/network.ts";
import { FieldFrame } from "./field_frame.ts";
import { type FrameFault, LABELS, MESSAGES } from "./messages.ts";
import { findContainer } from "./placement.ts";
import {
  type Command,
  type FieldName,
  type FieldState,
  type FrameOptions,
  pristine,
  type Report,
} from "./protocol.ts";
import { inputStyle } from "./style.ts";

/** What a hosted input needs to know of its checkout. */
export interface InputContext {
  /** The checkout instance id. */
  readonly checkoutId: string;
  /** Where the frames are: `hostedUrl` of the configuration. */
  readonly hostedUrl: string;
  /** BCP 47. */
  readonly locale: string;
  /** The networks that the session accepts, most preferred first. */
  allowedNetworks(): readonly string[];
}

type Listener = (metadata: HostedInputMetadata) => void;

export class HostedInput implements IHeadlessHostedInput {
  #frame: FieldFrame | null = null;
  #state: FieldState;
  #frameFault: FrameFault | null = null;
  #options: HostedInputOptions = {};
  #disabled = false;
  #described = "";
  #description: string | null = null;
  #networks: readonly CardNetwork[] = [];
  #metadata: HostedInputMetadata;
  #settled: { resolve(): void; reject(error: Error): void } | null = null;
  readonly #listeners = new Map<EventTypes, Set<Listener>>();

  constructor(
    readonly name: FieldName,
    private readonly context: InputContext,
    /** The same for all inputs of a card manager, and for no others. */
    private readonly group: string,
    /** Hears what is not about this field alone. */
    private readonly hear: (report: Report) => void,
  ) {
    this.#state = pristine(name);
    this.#metadata = this.#readMetadata();
  }

  get metadata(): HostedInputMetadata {
    return this.#metadata;
  }

  /** What is wrong now, whether it shows or not; null if the field is right. */
  get fault(): FieldState["fault"] | FrameFault {
    return this.#frameFault ?? this.#state.fault;
  }

  /**
   * Shows the field in an element, instead of where it was shown before. Done when the
   * shopper can type.
   *
   * @throws PrimerClientError INITIALIZATION_ERROR if its frame does not load; its `data`
   *   is a {@link FrameFault}.
   */
  render(container: string | Element, options: HostedInputOptions = {}): Promise<void> {
    this.remove();
    this.#options = { ...this.#options, ...options };
    const settled = new Promise<void>((resolve, reject) => {
      this.#settled = { resolve, reject };
    });
    const { checkoutId: checkout, hostedUrl } = this.context;
    const { ariaLabel: title, style } = this.#frameOptions();
    const frame = { checkout, field: this.name, hostedUrl, title };
    try {
      this.#frame = new FieldFrame(
        findContainer(container),
        { ...frame, colorScheme: style.colorScheme ?? "light" },
        {
          connected: () => this.#connected(),
          unreachable: () => this.#fail("fields.unreachable"),
          reported: (report) => this.#receive(report),
        },
      );
    } catch (error) {
      this.#settled = null;
      return Promise.reject(PrimerClientError.fromExistingError(error, "INVALID_ARGUMENT"));
    }
    return settled;
  }

  setOptions(options: HostedInputOptions): void {
    this.#options = { ...this.#options, ...options };
    this.#sendOptions();
  }

  getOptions(): HostedInputOptions {
    return this.#options;
  }

  addEventListener(type: EventTypes, listener: Listener): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  focus(): void {
    // The frame takes the focus itself: taken from both sides at once, it gets lost.
    this.#frame?.post({ type: "focus" });
  }

  blur(): void {
    this.#frame?.post({ type: "blur" });
  }

  setDisabled(disabled: boolean): void {
    this.#disabled = disabled;
    this.#sendOptions();
  }

  /**
   * The sentence that the page shows for the error of now, for screen readers in the
   * frame. Without it, or after the next change, they are told `metadata.error`.
   */
  describe(sentence: string | null): void {
    this.#description = sentence;
    this.#sendDescription();
  }

  /** Says something to the frame. */
  post(command: Command): void {
    if (command.type === "networks") this.#networks = command.networks;
    this.#frame?.post(command);
  }

  /** Tells the frame what the session accepts by now. */
  update(): void {
    this.#sendOptions();
  }

  /** Takes the frame off the page, and with it what was typed. */
  remove(): void {
    if (!this.#frame) return;
    this.#frame.remove();
    this.#frame = null;
    this.#frameFault = null;
    this.#settled?.resolve();
    this.#settled = null;
    this.#become(pristine(this.name));
  }

  /** A frame that has just loaded knows nothing. */
  #connected(): void {
    this.#described = "";
    this.#sendOptions();
  }

  #receive(report: Report): void {
    if (report.type === "change") {
      this.#frame?.reveal();
      this.#frameFault = null;
      this.#settled?.resolve();
      this.#settled = null;
      this.#become(report.state);
    } else if (report.type === "height") {
      this.#frame?.setHeight(report.height);
    } else if (report.type === "refused") {
      this.#fail("fields.sameOrigin");
    } else {
      this.hear(report);
    }
  }

  #become(state: FieldState): void {
    const before = this.#state;
    this.#state = state;
    this.#metadata = this.#readMetadata();
    this.#description = null;
    if (state.active !== before.active) {
      this.#emit(state.active ? "focus" : "blur");
    }
    this.#emit("change");
    this.#sendDescription();
  }

  #fail(fault: FrameFault): void {
    this.#frameFault = fault;
    this.#metadata = this.#readMetadata();
    const error = { message: MESSAGES[fault], data: fault };
    this.#settled?.reject(new PrimerClientError("INITIALIZATION_ERROR", error));
    this.#settled = null;
    this.#emit("error");
    this.#emit("change");
  }

  #readMetadata(): HostedInputMetadata {
    const { fault, shown, ...rest } = this.#state;
    const code = this.#frameFault ?? (shown ? fault : null);
    return {
      valid: fault === null && this.#frameFault === null,
      error: code && MESSAGES[code],
      errorCode: code,
      ...rest,
    };
  }

  #sendDescription(): void {
    const text = this.#metadata.errorCode ? (this.#description ?? this.#metadata.error ?? "") : "";
    if (text === this.#described) return;
    this.#described = text;
    this.#frame?.post({ type: "describe", text });
  }

  #sendOptions(): void {
    const options = this.#frameOptions();
    this.#frame?.setTitle(options.ariaLabel);
    this.#frame?.setColorScheme(options.style.colorScheme ?? "light");
    this.#frame?.post({ type: "options", options });
    if (this.name === "cvv") this.#frame?.post({ type: "networks", networks: this.#networks });
  }

  #frameOptions(): FrameOptions {
    const { ariaLabel = LABELS[this.name], placeholder = "", style } = this.#options;
    return {
      group: this.group,
      ariaLabel,
      placeholder,
      locale: this.context.locale,
      disabled: this.#disabled,
      style: inputStyle(style),
      allowedNetworks: this.context.allowedNetworks().filter(isCardNetwork),
    };
  }

  #emit(type: EventTypes): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(this.#metadata);
  }
}

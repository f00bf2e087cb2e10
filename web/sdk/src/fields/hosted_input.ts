/** One field of the card form, in the merchant's page. What is typed stays in its frame. */

import type {
  HeadlessHostedInputOptions,
  IHeadlessHostedInput,
  InputMetadata,
} from "../api/card.ts";
import type { EventTypes } from "../api/constants.ts";
import { PrimerClientError } from "../api/errors.ts";
import type { CardNetwork } from "../card/network.ts";
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
  allowedNetworks(): readonly CardNetwork[];
  /** Whether the focus goes on by itself when a field is complete. On unless `false`. */
  readonly autoAdvance?: boolean | undefined;
  /** How far the server's clock is ahead of the browser's, in milliseconds. */
  clockOffset(): number;
}

/** What a hosted input needs to know of the form that it is part of. */
export interface InputForm {
  /** The same for all inputs of a card manager, and for no others. */
  readonly group: string;
  /** The fields as they follow each other on the page. */
  order(): readonly FieldName[];
  /** Hears what is not about one field alone. */
  hear(report: Report): void;
  /** An input was put somewhere. */
  placed(): void;
  /** Does what would change the fields: not while a card is being taken from them. */
  change(run: () => void): void;
}

/** How long a field may take to say what it holds, in milliseconds. It is asked at Pay. */
const CHECKED_WITHIN = 2000;

type Listener = (metadata: InputMetadata) => void;

export class HostedInput implements IHeadlessHostedInput {
  #frame: FieldFrame | null = null;
  #container: Element | null = null;
  #state: FieldState;
  #frameFault: FrameFault | null = null;
  #options: HeadlessHostedInputOptions = {};
  #disabled = false;
  #described = "";
  #description: string | null = null;
  #networks: readonly CardNetwork[] = [];
  #metadata: InputMetadata;
  #settled: { resolve(): void; reject(error: Error): void } | null = null;
  #checks = 0;
  /** What waits until the frame has said what it holds. */
  readonly #checking = new Map<number, () => void>();
  readonly #listeners = new Map<EventTypes, Set<Listener>>();

  constructor(
    readonly name: FieldName,
    private readonly context: InputContext,
    private readonly form: InputForm,
  ) {
    this.#state = pristine(name);
    this.#metadata = this.#readMetadata();
  }

  get metadata(): InputMetadata {
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
  render(
    container: string | Element | null,
    options: HeadlessHostedInputOptions = {},
  ): Promise<void> {
    this.#options = { ...this.#options, ...options };
    return new Promise((resolve, reject) => {
      this.form.change(() => {
        this.remove();
        this.#settled = { resolve, reject };
        this.#place(container);
      });
    });
  }

  #place(container: string | Element | null): void {
    const { checkoutId: checkout, hostedUrl } = this.context;
    const { ariaLabel: title, style } = this.#frameOptions();
    const frame = { checkout, field: this.name, hostedUrl, title };
    try {
      this.#container = findContainer(container);
      this.#frame = new FieldFrame(
        this.#container,
        { ...frame, colorScheme: style.colorScheme ?? "light" },
        {
          connected: () => this.#connected(),
          unreachable: () => this.#fail("fields.unreachable"),
          reported: (report) => this.#receive(report),
        },
      );
    } catch (error) {
      this.#settled?.reject(PrimerClientError.fromExistingError(error, "INVALID_ARGUMENT"));
      this.#settled = null;
    }
  }

  setOptions(options: HeadlessHostedInputOptions): void {
    this.#options = { ...this.#options, ...options };
    this.#sendOptions();
  }

  getOptions(): HeadlessHostedInputOptions {
    return this.#options;
  }

  addEventListener(type: EventTypes, listener: Listener): void;
  addEventListener(type: EventTypes, listener: (event?: Event) => void): void;
  addEventListener(type: EventTypes, listener: Listener | ((event?: Event) => void)): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener as Listener));
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

  /**
   * The form was submitted: the fault shows from now on. Done when `fault` is of what the
   * field holds, even if a script has put it there.
   */
  submit(): Promise<void> {
    if (!this.#frame?.isConnected) return Promise.resolve();
    this.#checks += 1;
    const id = this.#checks;
    const checked = new Promise<void>((resolve) => {
      const late = setTimeout(resolve, CHECKED_WITHIN);
      this.#checking.set(id, () => {
        clearTimeout(late);
        resolve();
      });
    });
    this.post({ type: "submitted", id });
    return checked.finally(() => this.#checking.delete(id));
  }

  /** Below 0 if this field comes before the other on the page, above 0 if behind it. */
  comparePlace(other: HostedInput): number {
    const place = other.#container;
    const position = place && this.#container?.compareDocumentPosition(place);
    if (!position) return 0;
    return position & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
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
    this.#container = null;
    this.#frameFault = null;
    for (const checked of this.#checking.values()) checked();
    this.#settled?.resolve();
    this.#settled = null;
    this.#become(pristine(this.name));
  }

  /** A frame that has just loaded knows nothing. */
  #connected(): void {
    this.#described = "";
    this.form.placed();
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
    } else if (report.type === "checked") {
      this.#checking.get(report.id)?.();
    } else if (report.type === "refused") {
      this.#fail("fields.sameOrigin");
    } else {
      this.form.hear(report);
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

  #readMetadata(): InputMetadata {
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
    const { locale, autoAdvance = true } = this.context;
    return {
      group: this.form.group,
      ariaLabel,
      placeholder,
      locale,
      disabled: this.#disabled,
      style: inputStyle(style),
      allowedNetworks: this.context.allowedNetworks(),
      order: this.form.order(),
      autoAdvance,
      clockOffset: this.context.clockOffset(),
    };
  }

  #emit(type: EventTypes): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(this.#metadata);
  }
}

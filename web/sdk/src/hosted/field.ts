/** The page of one card field: puts its parts together and does what the shop's page asks. */

import { digitsOf } from "../card/digits.ts";
import type { CardNetwork } from "../card/network.ts";
import {
  type Command,
  FIELD_NAMES,
  type FieldName,
  type FrameIdentity,
  type FrameOptions,
  frameIdentity,
  type Report,
  type TokenizeRequest,
} from "../fields/protocol.ts";
import { catchExpiry } from "./autofill.ts";
import { gatherCard } from "./card.ts";
import { askNetworks, createToken } from "./client_api.ts";
import { awaitPage } from "./connection.ts";
import { FieldInput } from "./field_input.ts";
import { NetworkLookup } from "./network_lookup.ts";
import { rulesOf } from "./rules.ts";
import { offer, type Sibling, siblingOf } from "./siblings.ts";

class Field {
  #options: FrameOptions | null = null;
  #cardNetworks: readonly CardNetwork[] = [];
  #payment: AbortController | null = null;
  readonly #input: FieldInput;
  readonly #lookup: NetworkLookup;
  readonly #self: Sibling;

  constructor(
    private readonly identity: FrameIdentity,
    private readonly report: (report: Report) => void,
  ) {
    this.#lookup = new NetworkLookup(askNetworks, {
      loading: () => report({ type: "networks-loading" }),
      detected: (detected) => {
        report({ type: "networks", detected });
        this.#input.recheck();
      },
    });
    const input = elementById<HTMLInputElement>("field");
    this.#input = new FieldInput(
      identity.field,
      { input, error: elementById("error") },
      this.#rules(),
      {
        changed: (state) => report({ type: "change", state }),
        edited: (text) => this.#edited(text),
        completed: () => this.#focusNext(1),
        leftBackwards: () => this.#focusNext(-1),
        entered: () => report({ type: "submit" }),
        resized: (height) => report({ type: "height", height }),
      },
    );
    this.#self = this.#sibling();
    offer(this.#self);
    if (identity.field === "cardNumber") {
      catchExpiry(input, (text) => siblingOf(this.#self, "expiryDate")?.fill(text));
    }
  }

  obey(command: Command): void {
    switch (command.type) {
      case "options":
        this.#options = command.options;
        this.#input.setOptions(command.options);
        break;
      case "focus":
        this.#input.focus();
        break;
      case "blur":
        this.#input.blur();
        break;
      case "clear":
        this.#input.clear();
        break;
      case "submitted":
        this.#input.submit();
        break;
      case "describe":
        this.#input.describe(command.text);
        break;
      case "networks":
        this.#cardNetworks = command.networks;
        this.#input.recheck();
        break;
      case "tokenize":
        void this.#tokenize(command.request);
        break;
      case "abort":
        this.#payment?.abort();
        break;
    }
  }

  /** Forgets what was typed. */
  forget(): void {
    this.#input.clear();
    this.#lookup.forget();
  }

  async #tokenize(request: TokenizeRequest): Promise<void> {
    const outcome = await this.#createToken(request);
    this.report({ type: "tokenized", outcome: { id: request.id, ...outcome } });
  }

  async #createToken(request: TokenizeRequest) {
    if (this.#payment) return { failure: { reason: "busy" } } as const;
    const gathered = gatherCard(this.#self);
    if ("missing" in gathered) {
      return { failure: { reason: "invalid", fields: gathered.missing } } as const;
    }
    const payment = new AbortController();
    this.#payment = payment;
    const { checkout } = this.identity;
    const outcome = await createToken(gathered.card, request, checkout, payment.signal);
    this.#payment = null;
    return outcome;
  }

  #edited(text: string): void {
    if (this.identity.field === "cardNumber") this.#lookup.follow(digitsOf(text));
  }

  #focusNext(distance: 1 | -1): void {
    const field: FieldName | undefined =
      FIELD_NAMES[FIELD_NAMES.indexOf(this.identity.field) + distance];
    if (field) siblingOf(this.#self, field)?.focus();
  }

  #rules() {
    return rulesOf(this.identity.field, {
      networksOf: (digits) => this.#lookup.networksOf(digits),
      cardNetworks: () => this.#cardNetworks,
      allowedNetworks: () => this.#options?.allowedNetworks ?? [],
      now: () => new Date(),
    });
  }

  #sibling(): Sibling {
    const group = () => this.#options?.group ?? "";
    return {
      ...this.identity,
      get group() {
        return group();
      },
      text: () => this.#input.text,
      valid: () => this.#input.valid,
      fill: (text) => this.#input.fill(text),
      focus: () => this.#input.focus(),
    };
  }
}

function elementById<E extends HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

/** Nothing works before a page of another origin has connected. */
function start(identity: FrameIdentity): void {
  awaitPage(identity, (port) => {
    const field = new Field(identity, (report) => port.postMessage(report));
    port.onmessage = ({ data }: MessageEvent<Command>) => field.obey(data);
    window.addEventListener("pagehide", () => field.forget());
  });
}

// A page can make a shopper drag a text out of a frame; not every browser minds.
for (const type of ["submit", "dragstart"]) {
  document.addEventListener(type, (event) => event.preventDefault());
}
const identity = frameIdentity(window.location.hash);
if (identity && window.parent !== window) start(identity);

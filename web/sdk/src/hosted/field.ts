/** The page of a frame: puts the parts of a field together and does what the shop's page asks. */

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
} from "../fields/protocol.ts";
import { catchExpiry } from "./autofill.ts";
import { askNetworks } from "./client_api.ts";
import { awaitPage } from "./connection.ts";
import { FieldInput } from "./field_input.ts";
import { Keeper } from "./keeper.ts";
import { NetworkLookup } from "./network_lookup.ts";
import { rulesOf } from "./rules.ts";
import { offer, type Sibling, siblingOf } from "./siblings.ts";

class Field {
  #options: FrameOptions | null = null;
  #cardNetworks: readonly CardNetwork[] = [];
  #lookForExpiry = () => {};
  readonly #input: FieldInput;
  readonly #lookup: NetworkLookup;
  readonly #self: Sibling;

  constructor(
    private readonly identity: FrameIdentity & { readonly field: FieldName },
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
        completed: () => this.#goOn(),
        overflowed: (expiry) => this.#handOn(expiry),
        leftBackwards: () => this.#neighbour(-1)?.focus(),
        entered: () => report({ type: "submit" }),
        resized: (height) => report({ type: "height", height }),
      },
    );
    this.#self = this.#sibling();
    offer(this.#self);
    if (identity.field === "cardNumber") {
      const hand = (text: string) => siblingOf(this.#self, "expiryDate")?.fill(text);
      this.#lookForExpiry = catchExpiry(input, hand);
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
        this.#lookForExpiry();
        this.#input.submit();
        this.report({ type: "checked", id: command.id });
        break;
      case "describe":
        this.#input.describe(command.text);
        break;
      case "networks":
        this.#cardNetworks = command.networks;
        this.#input.recheck();
        break;
    }
  }

  /** Forgets what was typed. */
  forget(): void {
    this.#input.clear();
    this.#lookup.forget();
  }

  #edited(text: string): void {
    if (this.identity.field === "cardNumber") this.#lookup.follow(digitsOf(text));
  }

  /** Not into a field that is filled in already: there is nothing to type there. */
  #goOn(): void {
    const next = this.#goesOn ? this.#neighbour(1) : null;
    if (next?.text() === "") next.enter();
  }

  #handOn(expiry: string): boolean {
    const next = this.#goesOn ? this.#neighbour(1) : null;
    return next?.field === "expiryDate" && next.take(expiry);
  }

  get #goesOn(): boolean {
    return this.#options?.autoAdvance ?? false;
  }

  /** The field before or behind this one on the page. */
  #neighbour(distance: 1 | -1): Sibling | null {
    const order = this.#options?.order ?? FIELD_NAMES;
    const field = order[order.indexOf(this.identity.field) + distance];
    return field ? siblingOf(this.#self, field) : null;
  }

  #rules() {
    return rulesOf(this.identity.field, {
      networksOf: (digits) => this.#lookup.networksOf(digits),
      cardNetworks: () => this.#cardNetworks,
      allowedNetworks: () => this.#options?.allowedNetworks ?? [],
      now: () => new Date(Date.now() + (this.#options?.clockOffset ?? 0)),
    });
  }

  /** With what scripts have put there. */
  #read(): FieldInput {
    this.#lookForExpiry();
    this.#input.sync();
    return this.#input;
  }

  #sibling(): Sibling {
    const group = () => this.#options?.group ?? "";
    return {
      ...this.identity,
      get group() {
        return group();
      },
      text: () => this.#read().text,
      valid: () => this.#read().valid,
      fill: (text) => this.#input.fill(text),
      take: (text) => this.#input.take(text),
      focus: () => this.#input.focus(),
      enter: () => this.#input.enter(),
    };
  }
}

function elementById<E extends HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

/** Nothing works before a page of another origin has connected. */
function start(identity: FrameIdentity): void {
  const { checkout, field } = identity;
  // Nothing is typed into the keeper.
  if (field === "card") document.body.replaceChildren();
  awaitPage(identity, (port) => {
    const report = (report: Report) => port.postMessage(report);
    const frame =
      field === "card" ? new Keeper(identity, report) : new Field({ checkout, field }, report);
    port.onmessage = ({ data }: MessageEvent<Command>) => frame.obey(data);
    window.addEventListener("pagehide", () => frame.forget());
  });
}

// A page can make a shopper drag a text out of a frame; not every browser minds.
for (const type of ["submit", "dragstart"]) {
  document.addEventListener(type, (event) => event.preventDefault());
}
const identity = frameIdentity(window.location.hash);
if (identity && window.parent !== window) start(identity);

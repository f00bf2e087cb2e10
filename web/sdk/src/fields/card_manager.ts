/** The card form as a whole: three hosted inputs, the name, the networks, the card itself. */

import type {
  CardPaymentMethodManagerOptions,
  InputValidationError,
  Validation,
} from "../api/card.ts";
import { PrimerClientError } from "../api/errors.ts";
import { networkNamed } from "../card/network.ts";
import { CardKeeper, type KeeperContext, type TakenCard } from "./card_keeper.ts";
import { networksEvent, tellNetworks } from "./card_networks.ts";
import { nameFault } from "./cardholder_name.ts";
import { HostedInput, type InputContext, type InputForm } from "./hosted_input.ts";
import { type FrameFault, MESSAGES, type NameFault } from "./messages.ts";
import { type DetectedNetworks, FIELD_NAMES, type FieldName, type Report } from "./protocol.ts";

/** What a card manager needs to know of its checkout. */
export interface CardContext extends InputContext, KeeperContext {
  /** Of this SDK. */
  readonly sdkVersion: string;
  /** Whether a card without a name is refused. */
  readonly cardholderNameRequired?: boolean;
}

/** The hosted inputs of a card form. */
export interface HostedInputs {
  readonly cardNumberInput: HostedInput;
  readonly expiryInput: HostedInput;
  readonly cvvInput: HostedInput;
}

/** What a card is taken with. */
export interface TakeOptions {
  /** The shopper's choice for a co-badged card. */
  readonly cardNetwork?: string | undefined;
}

export class CardManager {
  /** Called when Enter is pressed in a field: submit the form. */
  onEnter: (() => void) | null = null;
  #name = "";
  #detected: DetectedNetworks = { networks: [], source: "LOCAL" };
  readonly #group = groupName();
  readonly #inputs: HostedInputs;
  readonly #keeper: CardKeeper;
  /** A card is being taken from the fields, which stay as they are until then. */
  #taking: Promise<unknown> | null = null;

  constructor(
    private readonly context: CardContext,
    private readonly options: CardPaymentMethodManagerOptions = {},
  ) {
    const form: InputForm = {
      group: this.#group,
      order: () => this.#order(),
      hear: (report) => this.#hear(report),
      placed: () => this.#placed(),
      change: (run) => this.#change(run),
    };
    this.#inputs = {
      cardNumberInput: new HostedInput("cardNumber", context, form),
      expiryInput: new HostedInput("expiryDate", context, form),
      cvvInput: new HostedInput("cvv", context, form),
    };
    this.#keeper = new CardKeeper(context);
  }

  /** The inputs; the same ones each time. They show once they are rendered. */
  createHostedInputs(): HostedInputs {
    return this.#inputs;
  }

  /** One of them: by the older way of asking for each by its name. */
  createHostedInput(name: string): HostedInput {
    const input = this.#all().find((input) => input.name === name);
    if (input) return input;
    const message = `There is no hosted input "${name}". There are ${FIELD_NAMES.join(", ")}.`;
    throw new PrimerClientError("INVALID_ARGUMENT", { message, isFromDeveloper: true });
  }

  setCardholderName(name: string): void {
    this.#name = name;
  }

  /** Says what is wrong with the form, and lets each field show it from now on. */
  async validate(): Promise<Validation> {
    await Promise.all(this.#all().map((input) => input.submit()));
    const name = nameFault(this.#name, this.context.cardholderNameRequired ?? false);
    const validationErrors = [
      ...this.#all().flatMap((input) => failed(input.name, `${input.name}-card`, input.fault)),
      ...failed("cardholderName", "cardholderName", name),
    ];
    const [first] = validationErrors;
    return { valid: !first, validationErrors, ...(first ? { error: first.message } : {}) };
  }

  /**
   * Takes the card that is typed now, with its name and network, to pay with it. Whatever
   * happens to the fields from this call on does not touch it. Never rejects: a card that
   * could not be taken says why when it is to become a token.
   */
  take({ cardNetwork }: TakeOptions = {}): Promise<TakenCard> {
    const cardholderName = this.#name.trim();
    const preferredNetwork = this.networkToUse(cardNetwork);
    const taken = this.#keeper.take(this.#group, {
      sdkVersion: this.context.sdkVersion,
      ...(cardholderName ? { cardholderName } : {}),
      ...(preferredNetwork ? { preferredNetwork } : {}),
    });
    const taking = Promise.all([this.#taking, taken]);
    this.#taking = taking;
    void taking.finally(() => {
      if (this.#taking === taking) this.#taking = null;
    });
    return taken;
  }

  /**
   * The network that a card of several is paid through: the chosen one, else the first one
   * of those that are accepted. Null where there is no choice.
   */
  networkToUse(chosen?: string | null): string | null {
    const allowed = this.context.allowedNetworks();
    const choice = networkNamed(chosen);
    if (choice && allowed.includes(choice)) return choice;
    const { detectedCardNetworks } = networksEvent(this.#detected, allowed);
    const { items, preferred } = detectedCardNetworks;
    return items.length > 1 ? (preferred?.network ?? null) : null;
  }

  /** After a decline: the security code is to be typed again, all else stays. */
  clearSecurityCode(): void {
    this.#change(() => this.#inputs.cvvInput.post({ type: "clear" }));
  }

  /** Empties the form. */
  reset(): void {
    this.#name = "";
    this.#change(() => {
      for (const input of this.#all()) input.post({ type: "clear" });
    });
  }

  /** Tells the fields what the session accepts by now, after it was refreshed. */
  update(): void {
    for (const input of this.#all()) input.update();
  }

  /** Takes the fields off the page, and with them what was typed. */
  removeHostedInputs(): void {
    this.#change(() => {
      for (const input of this.#all()) input.remove();
      this.#keeper.close();
    });
  }

  #change(run: () => void): void {
    if (this.#taking) void this.#taking.then(run);
    else run();
  }

  #placed(): void {
    this.#keeper.open();
    this.update();
  }

  #order(): readonly FieldName[] {
    return this.#all()
      .sort((one, other) => one.comparePlace(other))
      .map((input) => input.name);
  }

  #all(): HostedInput[] {
    const { cardNumberInput, expiryInput, cvvInput } = this.#inputs;
    return [cardNumberInput, expiryInput, cvvInput];
  }

  #hear(report: Report): void {
    if (report.type === "submit") this.onEnter?.();
    else if (report.type === "networks-loading") {
      this.options.onCardNetworksLoading?.();
      this.options.onBinDataLoadingChange?.(true);
    } else if (report.type === "networks") this.#hearNetworks(report.detected);
  }

  #hearNetworks(detected: DetectedNetworks): void {
    this.#detected = detected;
    this.#inputs.cvvInput.post({ type: "networks", networks: detected.networks });
    tellNetworks(detected, this.context.allowedNetworks(), this.options);
  }
}

function failed(
  field: string,
  name: string,
  fault: HostedInput["fault"] | NameFault | FrameFault,
): InputValidationError[] {
  return fault ? [{ name, field, error: fault, message: MESSAGES[fault] }] : [];
}

/** Not a secret: two card managers of one page must not mix up their frames. */
function groupName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join(
    "",
  );
}

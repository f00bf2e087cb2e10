/** The card form as a whole: three hosted inputs, the name, the networks, the token. */

import type { CardManagerOptions, CardValidation, CardValidationError } from "../api/card.ts";
import { PrimerClientError } from "../api/errors.ts";
import type { PaymentMethodToken } from "../api/types.ts";
import { networksEvent } from "./card_networks.ts";
import { nameFault } from "./cardholder_name.ts";
import { HostedInput, type InputContext } from "./hosted_input.ts";
import { type FrameFault, MESSAGES, type NameFault } from "./messages.ts";
import type { DetectedNetworks, Report } from "./protocol.ts";
import { Tokenization } from "./tokenization.ts";

/** What a card manager needs to know of its checkout. */
export interface CardContext extends InputContext {
  /** Of this SDK. */
  readonly sdkVersion: string;
  /** Whether a card without a name is refused. */
  readonly cardholderNameRequired?: boolean;
  /** The value of `Primer-Client-Token` now. */
  accessToken(): string;
}

/** The hosted inputs of a card form. */
export interface HostedInputs {
  readonly cardNumberInput: HostedInput;
  readonly expiryInput: HostedInput;
  readonly cvvInput: HostedInput;
}

/** What to turn into a token, and how. */
export interface TokenizeOptions {
  /** The shopper's choice for a co-badged card. */
  readonly cardNetwork?: string;
  readonly signal?: AbortSignal;
}

export class CardManager {
  /** Called when Enter is pressed in a field: submit the form. */
  onEnter: (() => void) | null = null;
  #name = "";
  readonly #inputs: HostedInputs;
  readonly #tokenization: Tokenization;

  constructor(
    private readonly context: CardContext,
    private readonly options: CardManagerOptions = {},
  ) {
    const group = groupName();
    const hear = (report: Report) => this.#hear(report);
    this.#inputs = {
      cardNumberInput: new HostedInput("cardNumber", context, group, hear),
      expiryInput: new HostedInput("expiryDate", context, group, hear),
      cvvInput: new HostedInput("cvv", context, group, hear),
    };
    this.#tokenization = new Tokenization((command) => this.#inputs.cardNumberInput.post(command));
  }

  /** The inputs; the same ones each time. They show once they are rendered. */
  createHostedInputs(): HostedInputs {
    return this.#inputs;
  }

  setCardholderName(name: string): void {
    this.#name = name;
  }

  /** Says what is wrong with the form, and lets each field show it from now on. */
  async validate(): Promise<CardValidation> {
    for (const input of this.#all()) input.post({ type: "submitted" });
    const name = nameFault(this.#name, this.context.cardholderNameRequired ?? false);
    const validationErrors = [
      ...this.#all().flatMap((input) => failed(input.name, input.fault)),
      ...failed("cardholderName", name),
    ];
    const [first] = validationErrors;
    return { valid: !first, validationErrors, ...(first ? { error: first.message } : {}) };
  }

  /**
   * Turns the card into a token. What was typed stays.
   *
   * @throws PrimerClientError VALIDATION_ERROR with the faults in `data.validationErrors`,
   *   or TOKENIZATION_ERROR with a TokenizationFailure in `data`. Nothing was charged.
   */
  async tokenize({ cardNetwork, signal }: TokenizeOptions = {}): Promise<PaymentMethodToken> {
    const { valid, validationErrors, error } = await this.validate();
    if (!valid) {
      const details = { message: error ?? "", data: { validationErrors } };
      throw new PrimerClientError("VALIDATION_ERROR", details);
    }
    const cardholderName = this.#name.trim();
    const request = {
      accessToken: this.context.accessToken(),
      sdkVersion: this.context.sdkVersion,
      ...(cardholderName ? { cardholderName } : {}),
      ...(cardNetwork ? { preferredNetwork: cardNetwork } : {}),
    };
    return this.#tokenization.start(request, signal);
  }

  /** After a decline: the security code is to be typed again, all else stays. */
  clearSecurityCode(): void {
    this.#inputs.cvvInput.post({ type: "clear" });
  }

  /** Empties the form. */
  reset(): void {
    this.#name = "";
    for (const input of this.#all()) input.post({ type: "clear" });
  }

  /** Tells the fields what the session accepts by now, after it was refreshed. */
  update(): void {
    for (const input of this.#all()) input.update();
  }

  /** Takes the fields off the page, and with them what was typed. */
  removeHostedInputs(): void {
    this.#tokenization.abandon();
    for (const input of this.#all()) input.remove();
  }

  #all(): HostedInput[] {
    const { cardNumberInput, expiryInput, cvvInput } = this.#inputs;
    return [cardNumberInput, expiryInput, cvvInput];
  }

  #hear(report: Report): void {
    if (report.type === "tokenized") this.#tokenization.settle(report.outcome);
    else if (report.type === "submit") this.onEnter?.();
    else if (report.type === "networks-loading") this.options.onCardNetworksLoading?.();
    else if (report.type === "networks") this.#hearNetworks(report.detected);
  }

  #hearNetworks(detected: DetectedNetworks): void {
    const event = networksEvent(detected, this.context.allowedNetworks());
    this.#inputs.cvvInput.post({ type: "networks", networks: detected.networks });
    this.options.onCardNetworksChange?.(event);
    const { items, preferred } = event.detectedCardNetworks;
    this.options.onCardMetadataChange?.({ type: (preferred ?? items[0])?.network ?? null });
  }
}

function failed(
  name: string,
  fault: HostedInput["fault"] | NameFault | FrameFault,
): CardValidationError[] {
  return fault ? [{ name, field: name, error: fault, message: MESSAGES[fault] }] : [];
}

/** Not a secret: two card managers of one page must not mix up their frames. */
function groupName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join(
    "",
  );
}

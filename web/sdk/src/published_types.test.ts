/**
 * The published type names, used as real pages use them. What counts is that it compiles:
 * nothing of it runs but the last lines.
 */

import { expect, test } from "vitest";
import type {
  BinDataAvailableEvent,
  CardMetadata,
  CardNetwork,
  CardNetworkChangeEvent,
  CardNetworkDetails,
  CheckoutStyle,
  ClientSession,
  CvvInput,
  HeadlessUniversalCheckoutOptions,
  HeadlessVaultManager,
  IAchPaymentMethodManager,
  IAssetsManager,
  ICardPaymentMethodManager,
  IHeadlessHostedInput,
  IHeadlessPaymentMethodButton,
  IKlarnaPaymentMethodManager,
  INativePaymentMethodManager,
  InputMetadata,
  InputValidationError,
  IRedirectPaymentMethodManager,
  OnCheckoutFailHandler,
  OnResumeSuccess,
  OnResumeSuccessHandler,
  OnTokenizeSuccess,
  OnTokenizeSuccessHandler,
  Payment,
  PaymentMethodInfo,
  PaymentMethodToken,
  PrimerCheckout,
  PrimerHeadlessCheckout,
  PrimerVaultManager,
  ResumeToken,
  UniversalCheckoutOptions,
  Validation,
  VaultedPaymentMethod,
} from "./index.ts";
import { ErrorCode, EventTypes, type Primer, PrimerClientError } from "./index.ts";

declare global {
  interface Window {
    Primer?: typeof Primer;
  }
}

/** A wrapper that lets its users choose some of the options. */
type WrapperOptions = Pick<
  Partial<HeadlessUniversalCheckoutOptions>,
  "paypal" | "applePay" | "googlePay" | "style"
>;

export function optionsOf(own: WrapperOptions, style: CheckoutStyle) {
  const tokenized: OnTokenizeSuccess = async (
    token: PaymentMethodToken,
    handler: OnTokenizeSuccessHandler,
  ) => {
    if (token.paymentInstrumentData?.last4Digits) await handler.handleSuccess();
    else await handler.handleFailure("No card.");
  };
  const resumed: OnResumeSuccess = (data: ResumeToken, handler: OnResumeSuccessHandler) => {
    void handler.continueWithNewClientToken(data.resumeToken);
  };
  const options: HeadlessUniversalCheckoutOptions = {
    ...own,
    style,
    allowedCardNetworks: ["visa", "american-express", "CARTES_BANCAIRES"],
    card: { cardholderName: { required: false }, autoAdvance: false },
    redirect: { returnUrl: "https://shop.test/back" },
    onTokenizeSuccess: tokenized,
    onResumeSuccess: resumed,
    onResumeError: (error: PrimerClientError) => explain(error.message),
    onAvailablePaymentMethodsLoad: (methods: readonly PaymentMethodInfo[]) =>
      explain(methods.map(({ type }) => type).join()),
    onClientSessionUpdate: ({ totalAmount }: ClientSession) => explain(String(totalAmount)),
    onCheckoutComplete: ({ payment }: { payment: Payment | null }) => explain(payment?.id),
    onCheckoutFail: (error, { payment }, handler: OnCheckoutFailHandler | undefined) => {
      handler?.showErrorMessage(`${error.code} ${payment?.id}`);
    },
  };
  return options;
}

export async function cardFields(
  create: PrimerHeadlessCheckout["createPaymentMethodManager"],
  assets: IAssetsManager | null,
): Promise<ICardPaymentMethodManager | null> {
  const networks: CardNetworkDetails[] = [];
  const manager = await create("PAYMENT_CARD", {
    onCardNetworksChange: async (event: CardNetworkChangeEvent) => {
      networks.push(...(event.selectableCardNetworks?.items ?? []));
      const [first] = event.detectedCardNetworks.items;
      if (first) explain((await assets?.getCardNetworkAsset(first.network))?.cardUrl);
    },
    onCardMetadataChange: ({ type, cvvLength }: CardMetadata) => {
      const network: CardNetwork | null = type;
      explain(`${network} ${cvvLength}`);
    },
    onBinDataAvailable: ({ preferred }: BinDataAvailableEvent) => explain(preferred?.network),
  });
  const inputs = manager?.createHostedInputs();
  const number: IHeadlessHostedInput | undefined = inputs?.cardNumberInput;
  const heard = (event?: Event) => {
    const { submitted, error } = event as unknown as InputMetadata;
    if (submitted) explain(error ?? undefined);
  };
  number?.addEventListener("change" as EventTypes.CHANGE, heard);
  number?.addEventListener(EventTypes.BLUR, (event) => explain(event?.errorCode ?? undefined));
  number?.addEventListener("change" as EventTypes, (event: Event | undefined) => void event);
  const place: HTMLElement | null = null;
  await number?.render(place, { placeholder: "1234", ariaLabel: "Card number" });
  const validation: Validation | undefined = await manager?.validate();
  const faults: readonly InputValidationError[] = validation?.validationErrors ?? [];
  explain(faults.find(({ name }) => name === "cvv-card")?.message);
  let network: string | undefined;
  await manager?.submit({ cardNetwork: network });
  return manager;
}

export async function others(headless: PrimerHeadlessCheckout): Promise<void> {
  const native: INativePaymentMethodManager | null =
    await headless.createPaymentMethodManager("PAYPAL");
  const button: IHeadlessPaymentMethodButton | undefined = native?.createButton();
  await button?.render("#paypal", {});
  const redirect: IRedirectPaymentMethodManager | null =
    await headless.createPaymentMethodManager("ADYEN_IDEAL");
  await redirect?.start();
  const klarna: IKlarnaPaymentMethodManager | null =
    await headless.createPaymentMethodManager("KLARNA");
  await klarna?.start({ paymentMethodCategoryId: "pay_now" });
  const ach: IAchPaymentMethodManager | null =
    await headless.createPaymentMethodManager("STRIPE_ACH");
  await ach?.declineMandate();
  const vault: HeadlessVaultManager = headless.createVaultManager();
  const [saved]: VaultedPaymentMethod[] = await vault.fetchVaultedPaymentMethods();
  const cvv: CvvInput | null = await vault.createCvvInput({ container: "#cvv" });
  if (saved) await vault.startPaymentFlow(saved.id, { cvv: cvv?.valueToken ?? "" });
  headless.configure({ card: { cardholderName: { required: true } } });
}

export async function dropIn(token: string, options: UniversalCheckoutOptions): Promise<boolean> {
  const checkout: PrimerCheckout | undefined = await window.Primer?.showUniversalCheckout(
    token,
    options,
  );
  const vault: PrimerVaultManager | undefined = await window.Primer?.showVaultManager(token, {});
  vault?.teardown();
  return (await checkout?.setClientToken()) ?? false;
}

function explain(_text: string | undefined): void {}

test("the names of an enum's values are types, too", () => {
  const code: ErrorCode.PAYMENT_FAILED = ErrorCode.PAYMENT_FAILED;
  const error = new PrimerClientError(code);
  expect(error.code === "PAYMENT_FAILED").toBe(true);
  expect(optionsOf({}, {}).allowedCardNetworks).toHaveLength(3);
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import { OwnForm } from "./own_form.ts";
import type { HeadlessOptions, HostedInput, Primer, ValidationError } from "./sdk.ts";

const OPTIONS = { locale: "en", liveUpdates: true };

/** A checkout whose total and outcome the test sets. */
class FakeCheckout {
  total = "€49.00";
  events: HeadlessOptions | null = null;
  validationErrors: readonly ValidationError[] = [];
  readonly inputs = {
    cardNumberInput: fakeInput(),
    expiryInput: fakeInput(),
    cvvInput: fakeInput(),
  };
  readonly submit = vi.fn(async () => {});

  readonly primer = {
    createHeadless: async (_: string, options: HeadlessOptions) => {
      this.events = options;
      return {
        start: async () => {},
        getSDKUtilities: () => ({ getUIOrderAmount: () => this.total }),
        createPaymentMethodManager: async () => this.#card,
      };
    },
  } as unknown as Primer;

  readonly #card = {
    setCardholderName: () => {},
    createHostedInputs: () => this.inputs,
    validate: async () => ({
      valid: this.validationErrors.length === 0,
      validationErrors: this.validationErrors,
    }),
    submit: this.submit,
  };
}

function fakeInput() {
  return {
    render: vi.fn<HostedInput["render"]>(async () => {}),
    setOptions: vi.fn<HostedInput["setOptions"]>(),
    addEventListener: vi.fn<HostedInput["addEventListener"]>(),
    focus: vi.fn<HostedInput["focus"]>(),
  };
}

const PLACE = { closest: () => null } as unknown as Element;
const PLACES = { cardNumber: PLACE, expiryDate: PLACE, cvv: PLACE };

describe("OwnForm", () => {
  const shop = {
    onClientSessionUpdate: vi.fn(),
    onTokenizeSuccess: vi.fn(),
    onCheckoutComplete: vi.fn(),
    onCheckoutFail: vi.fn(),
  };
  let changing: boolean;
  let checkout: FakeCheckout;
  let form: OwnForm;
  beforeEach(async () => {
    changing = false;
    checkout = new FakeCheckout();
    form = new OwnForm(shop, () => changing);
    await form.open(checkout.primer, "token", OPTIONS);
  });

  it("shows the checkout's own total from the start, without a word", () => {
    expect(form.state).toMatchObject({ total: "€49.00", notice: null });
  });

  it("tells of a total that somebody else has changed", () => {
    checkout.total = "€64.00";
    checkout.events?.onClientSessionUpdate();
    expect(form.state).toMatchObject({ total: "€64.00", notice: { tone: "info" } });
    expect(form.state.notice?.text).toContain("from €49.00 to €64.00");
  });

  it("does not tell shoppers what they have just done", () => {
    changing = true;
    checkout.total = "€64.00";
    checkout.events?.onClientSessionUpdate();
    expect(form.state).toMatchObject({ total: "€64.00", notice: null });
  });

  it("shows all mistakes and takes the shopper to the first of them", async () => {
    await form.render(PLACES, {});
    checkout.validationErrors = [
      { field: "expiryDate", message: "Enter the expiry date." },
      { field: "cvv", message: "Enter the security code." },
    ];
    await form.pay();
    expect(form.state.fields).toMatchObject({
      cardNumber: { error: "" },
      expiryDate: { error: "Enter the expiry date." },
      cvv: { error: "Enter the security code." },
    });
    const { cardNumberInput, expiryInput, cvvInput } = checkout.inputs;
    const focused = [cardNumberInput, expiryInput, cvvInput].map(({ focus }) => focus.mock.calls);
    expect(focused).toEqual([[], [[]], []]);
    expect(checkout.submit).not.toHaveBeenCalled();
  });

  it("gives the fields the page's new colours", async () => {
    await form.render(PLACES, { colorScheme: "light" });
    form.restyle({ colorScheme: "dark" });
    for (const { setOptions } of Object.values(checkout.inputs)) {
      expect(setOptions).toHaveBeenCalledWith({ style: { colorScheme: "dark" } });
    }
  });

  it.each([
    [{ message: "x" }, { payment: { id: "p", orderId: "o" } }, "neg", "declined"],
    [{ message: "x", data: { reason: "TOTAL_CHANGED" } }, {}, "info", "Check it, then pay"],
    [{ message: "x", data: { reason: "OUTCOME_UNKNOWN" } }, {}, "neg", "not be charged twice"],
    [{ message: "Own words." }, {}, "neg", "Own words."],
  ])("puts %j %j in words", (error, result, tone, words) => {
    checkout.events?.onCheckoutFail(error, result);
    expect(form.state.notice?.tone).toBe(tone);
    expect(form.state.notice?.text).toContain(words);
    expect(shop.onCheckoutFail).toHaveBeenLastCalledWith(error, result);
  });
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import { OwnForm } from "./own_form.ts";
import type { HeadlessOptions, Primer } from "./sdk.ts";

const OPTIONS = { locale: "en", liveUpdates: true };

/** A checkout whose total and outcome the test sets. */
class FakeCheckout {
  total = "€49.00";
  events: HeadlessOptions | null = null;

  readonly primer = {
    createHeadless: async (_: string, options: HeadlessOptions) => {
      this.events = options;
      return { getSDKUtilities: () => ({ getUIOrderAmount: () => this.total }) };
    },
  } as unknown as Primer;
}

describe("OwnForm", () => {
  const shop = {
    onClientSessionUpdate: vi.fn(),
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

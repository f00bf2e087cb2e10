/** The demo shop as a shopper uses it. */

import { expect, type Locator, type Page } from "@playwright/test";
import { DropIn } from "./checkout_page.ts";

/** What the address of the shop can ask for. */
export interface ShopSettings {
  readonly mode?: "headless";
  readonly live?: "off";
  readonly locale?: string;
  readonly currency?: string;
  readonly theme?: "light" | "dark";
}

export class ShopPage {
  readonly checkout: DropIn;

  constructor(
    readonly page: Page,
    private readonly address: string,
  ) {
    this.checkout = new DropIn(page);
  }

  /** Opens the checkout over this product, with the form filled in by nobody yet. */
  async checkOut(product = "Harbour trainers", settings: ShopSettings = {}): Promise<void> {
    await this.open(settings);
    await this.putInBasket(product);
    await this.goToCheckout();
    await expect(this.checkout.number).toBeEditable();
  }

  async open(settings: ShopSettings = {}): Promise<void> {
    await this.page.goto(`${this.address}/?${new URLSearchParams({ ...settings })}`);
  }

  async putInBasket(product: string): Promise<void> {
    await this.page.getByRole("button", { name: `Add ${product} to the basket` }).click();
  }

  async goToCheckout(): Promise<void> {
    await this.page.getByRole("link", { name: "Check out", exact: true }).click();
  }

  async addOneMore(product: string): Promise<void> {
    await this.page.getByRole("button", { name: `One more ${product}` }).click();
  }

  async enterDiscount(code: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Discount code" }).fill(code);
    await this.page.getByRole("button", { name: "Apply" }).click();
  }

  /** The shop's backend adds a gift wrapping, and tells nobody. Done when Tender has it. */
  async changeOrderBehindTheCheckout(): Promise<void> {
    const changed = this.page.waitForResponse("**/api/surprise");
    await this.page.getByRole("button", { name: /^Change the order behind/ }).click();
    expect((await changed).status()).toBe(200);
  }

  /** The same checkout in a second tab. */
  async openSecondTab(): Promise<ShopPage> {
    const opening = this.page.context().waitForEvent("page");
    await this.page.getByRole("link", { name: "Same checkout in a second tab" }).click();
    const second = new ShopPage(await opening, this.address);
    await expect(second.checkout.number).toBeEditable();
    return second;
  }

  get total(): Locator {
    return this.page.getByTestId("total");
  }

  get thanks(): Locator {
    return this.page.getByRole("heading", { name: "Thank you" });
  }

  /** The id of the payment that the shop was told of. */
  async paymentId(): Promise<string> {
    await expect(this.thanks).toBeVisible();
    const codes = this.page.getByRole("region", { name: "Thank you" }).getByRole("code");
    return (await codes.last().textContent()) ?? "";
  }
}

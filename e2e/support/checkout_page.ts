/** The checkout as a shopper sees and uses it: the drop-in, or a page's own form. */

import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import type { Card } from "./cards.ts";
import { ENGLISH, type Labels } from "./labels.ts";

/** The fields for a card: three in frames of Tender's, the name in the page. */
export class CardForm {
  readonly number: Locator;
  readonly expiry: Locator;
  readonly code: Locator;
  readonly name: Locator;
  readonly payButton: Locator;

  constructor(
    readonly page: Page,
    labels: Labels = ENGLISH,
  ) {
    this.number = this.frame(labels.number).getByRole("textbox", { name: labels.number });
    this.expiry = this.frame(labels.expiry).getByRole("textbox", { name: labels.expiry });
    this.code = this.frame(labels.code).getByRole("textbox", { name: labels.code });
    this.name = page.getByRole("textbox", { name: labels.name });
    this.payButton = page.locator("form").getByRole("button", { name: labels.pay });
  }

  async fill(card: Card): Promise<void> {
    await this.number.fill(card.number);
    await this.expiry.fill(card.expiry);
    await this.code.fill(card.code);
    await this.name.fill("Ada Lovelace");
  }

  /** Fills it in and presses Pay. */
  async payWith(card: Card): Promise<void> {
    await this.fill(card);
    await this.payButton.click();
  }

  async expectToAsk(amount: string): Promise<void> {
    await expect(this.payButton).toHaveAccessibleName(`Pay ${amount}`);
  }

  private frame(title: string): FrameLocator {
    return this.page.frameLocator(`iframe[title^="${title}"]`);
  }
}

/** Tender's own form, and what takes its place. */
export class DropIn extends CardForm {
  /** What the shopper is told above the form. */
  get notice(): Locator {
    return this.page.locator("tender-checkout").getByRole("alert").filter({ hasText: /\w/ });
  }

  /** What stands there instead of the form. */
  outcome(title: string): Locator {
    return this.page.locator("tender-checkout").getByRole("heading", { name: title });
  }

  /** A lost answer is asked for after ten seconds, so that takes longer than the rest. */
  async expectPaid(amount: string, options?: { readonly timeout: number }): Promise<void> {
    await expect(this.outcome(`Paid ${amount}`)).toBeVisible(options);
  }
}

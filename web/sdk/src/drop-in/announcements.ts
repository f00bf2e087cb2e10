/** What the merchant's callbacks are told of the button and of errors on the screen. */

import type { UniversalCheckoutOptions } from "../api/options.ts";
import { plainNotice, type Wording } from "./notice.ts";
import type { PayButton } from "./pay_button.ts";
import { plain } from "./sentence.ts";

export class Announcements {
  #button: PayButton | null = null;
  #error: string | null = null;

  constructor(
    private readonly options: Pick<UniversalCheckoutOptions, "submitButton" | "errorMessage">,
  ) {}

  /** Tells what is not as it was. A fault of a callback is reported, and is not ours. */
  tell(button: PayButton, wording: Wording | null): void {
    const before = this.#button;
    this.#button = button;
    try {
      this.#tellButton(button, before);
      this.#tellError(wording);
    } catch (error) {
      reportError(error);
    }
  }

  #tellButton(now: PayButton, before: PayButton | null): void {
    const { onVisible, onContentChange, onDisable, onLoading } = this.options.submitButton ?? {};
    const content = (button: PayButton) => plain(button.text, { amount: button.amount });
    if (now.visible !== before?.visible) onVisible?.(now.visible, {});
    if (!before || content(now) !== content(before)) onContentChange?.(content(now));
    if (now.disabled !== before?.disabled) onDisable?.(now.disabled);
    if (now.loading !== (before?.loading ?? false)) onLoading?.(now.loading);
  }

  #tellError(wording: Wording | null): void {
    const error = wording && wording.tone !== "info" ? plainNotice(wording) : null;
    if (error === this.#error) return;
    this.#error = error;
    if (error === null) this.options.errorMessage?.onErrorMessageHide?.();
    else this.options.errorMessage?.onErrorMessageShow?.(error);
  }
}

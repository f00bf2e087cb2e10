/** What is known of a payment beside the essence. Loaded ahead, when the shopper fills in the form. */

export { receiptView } from "./receipt.ts";
export { stepsView } from "./steps.ts";
export { styles } from "./styles.ts";
export { whatChanged } from "./what_changed.ts";

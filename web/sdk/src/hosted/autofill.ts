/**
 * Browsers that fill in one frame at a time find the whole card here: beside the number
 * stands an input for the expiry, which nobody sees, and which hands on what it is given.
 */

/**
 * Puts the unseen expiry after the input of the card number. The answer hands on what a
 * script has put there without an event.
 */
export function catchExpiry(number: HTMLInputElement, hand: (text: string) => void): () => void {
  const expiry = number.ownerDocument.createElement("input");
  expiry.type = "text";
  expiry.name = expiry.autocomplete = "cc-exp";
  expiry.className = "unseen";
  expiry.tabIndex = -1;
  expiry.setAttribute("aria-hidden", "true");
  const look = () => {
    const text = expiry.value;
    expiry.value = "";
    if (text !== "") hand(text);
  };
  expiry.addEventListener("input", look);
  number.after(expiry);
  return look;
}

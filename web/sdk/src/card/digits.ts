/** Digits as people type them: in any script, with anything around them. */

/** The zeros of the scripts whose digits keyboards offer; nine more follow each. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10];

/** The same text with every digit as `0` to `9`; as long as before, so that carets stay. */
export function latinDigits(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (character) => {
    const code = character.charCodeAt(0);
    const zero = ZEROS.find((zero) => zero <= code && code <= zero + 9);
    return zero === undefined ? character : String(code - zero);
  });
}

/** The digits of a text, without everything else. */
export function digitsOf(text: string): string {
  return latinDigits(text).replace(/\D/g, "");
}

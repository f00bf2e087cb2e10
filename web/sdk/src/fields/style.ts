/** How a merchant describes an input's look, put into the form that the frames take. */

import type { Declarations, InputStyle } from "./protocol.ts";

/**
 * Reads `{ base, error }`, the same below `input`, or plain declarations. Unknown parts
 * are left out here, properties that are not allowed in the frame.
 */
export function inputStyle(style: unknown): InputStyle {
  const root = record(style);
  const input = "input" in root ? record(root.input) : root;
  const base = "base" in input ? record(input.base) : input;
  const scheme = root.colorScheme ?? base.colorScheme;
  return {
    base: declarations(base),
    hover: declarations(base.hover),
    focus: declarations(base.focus),
    placeholder: declarations(base.placeholder),
    selection: declarations(base.selection),
    error: declarations(input.error),
    ...(scheme === "dark" || scheme === "light" ? { colorScheme: scheme } : {}),
  };
}

function declarations(rules: unknown): Declarations {
  const plain = Object.entries(record(rules)).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [],
  );
  return Object.fromEntries(plain);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

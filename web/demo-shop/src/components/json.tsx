/** JSON to read and scroll, by keyboard too. */
export function Json({ name, value }: { name: string; value: unknown }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus
    <section class="json" tabIndex={0} aria-label={name}>
      <pre>{JSON.stringify(value, shortened, 2)}</pre>
    </section>
  );
}

const LENGTH_MAX = 64;

/** Tokens are long and say nothing to a reader. */
function shortened(_: string, value: unknown): unknown {
  const isLong = typeof value === "string" && value.length > LENGTH_MAX;
  return isLong ? `${value.slice(0, 16)}… (${value.length} characters)` : value;
}

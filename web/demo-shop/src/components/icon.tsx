const PATHS = {
  back: "m9.5 4-4 4 4 4",
  basket: "M2.5 6.5h11l-1.2 6.5H3.7zM5 6.5 7 2.5M11 6.5 9 2.5",
  check: "m3.5 8.3 3 3 6-6.6",
  copy: "M6 6V3.5a1 1 0 0 1 1-1h5.5a1 1 0 0 1 1 1V9a1 1 0 0 1-1 1H10M3.5 6H9a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1H3.5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1z",
  fold: "m4 6.5 4 4 4-4",
  info: "M8 2.25a5.75 5.75 0 1 1 0 11.5 5.75 5.75 0 0 1 0-11.5M8 7.3V11M8 5.1v.01",
  lock: "M5 7h6a1.5 1.5 0 0 1 1.5 1.5V12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 12V8.5A1.5 1.5 0 0 1 5 7M5.5 7V5.25a2.5 2.5 0 0 1 5 0V7",
  minus: "M4 8h8",
  plus: "M4 8h8M8 4v8",
  warning: "M8 2.5 14 13H2zM8 6.5v3M8 11.3v.01",
} as const;

/** A line drawing beside words, never instead of them. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Mark() {
  return <img class="mark" src="/mark.svg" alt="" width="24" height="24" />;
}

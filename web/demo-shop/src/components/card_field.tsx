import type { RefObject } from "preact";
import { Icon } from "./icon.tsx";

interface Props {
  readonly label: string;
  /** Where Tender puts its frame. */
  readonly place: RefObject<HTMLDivElement | null>;
  /** Shown at the end, such as the card's network. */
  readonly note?: string;
  readonly active: boolean;
  readonly error: string;
}

/** The shop's box around one of Tender's inputs: label, border, note and error are ours. */
export function CardField({ label, place, note, active, error }: Props) {
  return (
    <div class={`${error ? "bad" : ""} ${active ? "active" : ""}`}>
      <div class="field row">
        <div class="grow">
          <span class="label" aria-hidden="true">
            {label}
          </span>
          <div class="frame" ref={place} />
        </div>
        {note && <span class="tag">{note}</span>}
      </div>
      <p class="error">
        {error && <Icon name="warning" />}
        {error}
      </p>
    </div>
  );
}

/** The shop's colours for the inside of the frames, which no style sheet of it reaches. */
export function inputStyle(): object {
  const { color, fontFamily } = getComputedStyle(document.body);
  const probe = document.createElement("span");
  probe.className = "placeholder-probe";
  document.body.append(probe);
  const placeholder = { color: getComputedStyle(probe).color };
  probe.remove();
  const theme = document.documentElement.dataset.theme;
  const isDark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const colorScheme = isDark ? "dark" : "light";
  return { base: { color, fontFamily, placeholder }, colorScheme };
}

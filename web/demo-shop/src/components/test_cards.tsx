import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

const CARDS = [
  { number: "4242 4242 4242 4242", outcome: "Authorised" },
  { number: "4000 0000 0000 0002", outcome: "Declined" },
  { number: "4000 0000 0200 5009", outcome: "Slow: authorised after two seconds" },
  { number: "4000 0000 0200 1008", outcome: "Answer lost: authorised, but we have to ask" },
] as const;

/** Invented cards; pressing one copies its number. */
export function TestCards() {
  const [copied, setCopied] = useState("");
  const copy = async (number: string) => {
    try {
      await navigator.clipboard.writeText(number);
      setCopied(number);
    } catch {
      setCopied("");
    }
  };
  return (
    <section class="cards" aria-labelledby="cards-title">
      <h2 id="cards-title">Test cards</h2>
      <p class="meta">Any expiry in the future and any security code of 3 digits.</p>
      <ul>
        {CARDS.map(({ number, outcome }) => (
          <li key={number}>
            <button type="button" class="copy" onClick={() => void copy(number)}>
              <span class="vh">Copy</span>
              <code class="num">{number}</code>
              <span class="grow">{outcome}</span>
              <Icon name={copied === number ? "check" : "copy"} />
            </button>
          </li>
        ))}
      </ul>
      <p class="vh" role="status">
        {copied && `Copied ${copied}`}
      </p>
    </section>
  );
}

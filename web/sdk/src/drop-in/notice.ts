/** What to tell the shopper above the form, in words. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { sameMoney } from "../core/money.ts";
import type { Notice } from "../core/state.ts";
import { writeTotal } from "./amounts.ts";
import type { Change } from "./details/what_changed.ts";
import { type GlyphName, glyph } from "./glyphs.ts";
import { plain, sentence, type Values, WORDS } from "./sentence.ts";
import type { Message, Texts } from "./texts/texts.ts";

/** A text and what is put into it. */
export interface Said {
  readonly text: string;
  readonly values: Values;
}

export interface Wording {
  readonly tone: "info" | "warn" | "neg" | "fail";
  readonly glyph: GlyphName;
  /** What happened. */
  readonly lead: Said;
  /** Whether money moved, and what to do. */
  readonly rest: readonly Said[];
}

/** What a notice says, and what changed the total if that can be told. */
export function wordNotice(
  notice: Notice,
  changes: readonly Change[],
  texts: Texts,
  locale: string,
): Wording {
  const { notices } = texts;
  switch (notice.kind) {
    case "declined":
      return worded("neg", "note", notices.declined);
    case "failed":
      return worded("fail", "warning", notices.failed);
    case "offline":
      return worded("warn", "clock", notices.offline);
    case "too-many-attempts":
      return worded("neg", "note", notices.tooManyAttempts);
    case "payment-in-progress":
      return worded("warn", "clock", notices.paymentInProgress);
    case "message":
      return { tone: "neg", glyph: "note", lead: said(notice.text), rest: [] };
    case "total-changed":
      return wordTotal(notice, changes, texts, locale);
  }
}

/** A message as a notice. */
export function worded(tone: Wording["tone"], glyph: GlyphName, message: Message): Wording {
  return { tone, glyph, lead: said(message.lead), rest: [said(message.rest)] };
}

function wordTotal(
  { from, to, refused }: Extract<Notice, { kind: "total-changed" }>,
  changes: readonly Change[],
  { notices, changes: parts }: Texts,
  locale: string,
): Wording {
  const values = { from: writeTotal(from, locale), to: writeTotal(to, locale) };
  const why = changes.map((change) => {
    const amount = writeTotal({ amount: change.amount, currency: to.currency }, locale);
    if (change.part !== "item") return { text: parts[change.part][change.how], values: { amount } };
    const { name, quantity } = change;
    return { text: parts.item[change.how], values: { amount, name, quantity: String(quantity) } };
  });
  return {
    tone: "info",
    glyph: "note",
    lead: { text: sameMoney(from, to) ? notices.totalIs : notices.totalChanged, values },
    rest: [...why, said(refused ? notices.totalRefused : notices.totalCheck)],
  };
}

/** Words without values; a merchant's own may hold braces, and keep them. */
function said(text: string): Said {
  return { text: `{${WORDS}}`, values: { [WORDS]: text } };
}

/** One line, for callbacks. */
export function plainNotice({ lead, rest }: Wording): string {
  return [lead, ...rest].map(({ text, values }) => plain(text, values)).join(" ");
}

/**
 * What the shopper is told above the form. Both regions are there from the start, so that
 * screen readers hear what comes into them; what comes is new each time, so that nothing of
 * the page's stands in its place.
 */
export function noticesView(wording: Wording | null, summary: string): TemplateResult {
  const notice = wording && keyed(plainNotice(wording), noticeView(wording));
  return html`<div role="alert">${notice ?? nothing}</div>
    <div class="tender-hidden" role="alert">${keyed(summary, summary)}</div>`;
}

function noticeView({ tone, glyph: name, lead, rest }: Wording): TemplateResult {
  const words = rest.map(({ text, values }) => html` ${sentence(text, values)}`);
  return html`<div class="tender-note tender-note--${tone}">
    ${glyph(name)}
    <div><b>${sentence(lead.text, lead.values)}</b>${words}</div>
  </div>`;
}

import { formatMoney } from "../model/money.ts";
import type { Order } from "../model/order.ts";
import { type Change, changesBetween, type Revision } from "../model/revision.ts";
import type { Session } from "../model/session.ts";
import { useStore } from "../model/store.ts";

/** The session's history on a rail, newest first; the one that the shopper sees is marked. */
export function Revisions({ order, locale }: { order: Order; locale: string }) {
  const { revisions, revision: shown } = useStore(order);
  return (
    <ol class="rail">
      {revisions
        .map((each, index) => (
          <Entry
            key={each.revision}
            revision={each}
            before={revisions[index - 1]}
            shown={each.revision === shown}
            locale={locale}
          />
        ))
        .reverse()}
    </ol>
  );
}

interface EntryProps {
  readonly revision: Revision;
  readonly before: Revision | undefined;
  readonly shown: boolean;
  readonly locale: string;
}

function Entry({ revision, before, shown, locale }: EntryProps) {
  const changes = before ? changesBetween(before.session, revision.session) : [];
  const missed = before !== undefined && before.revision < revision.revision - 1;
  const old = before && totalOf(before.session, locale);
  const now = totalOf(revision.session, locale);
  return (
    <li class={missed ? "unknown" : ""}>
      <div class="row">
        <span class={shown ? "rev now" : "rev"}>rev {revision.revision}</span>
        <span class="grow strong">{revision.cause}</span>
        {shown && <span class="meta">shown now</span>}
      </div>
      <ul class="changes">
        {changes.map((change) => (
          <li key={change.path}>
            <ChangeLine change={change} />
          </li>
        ))}
      </ul>
      <p class="total-line num">
        Total{" "}
        {old !== undefined && old !== now && (
          <>
            <del>
              <bdi>{old}</bdi>
            </del>{" "}
            <span aria-hidden="true">→</span>{" "}
          </>
        )}
        <b>
          <bdi>{now}</bdi>
        </b>
      </p>
    </li>
  );
}

function ChangeLine({ change: { path, before, after } }: { change: Change }) {
  return (
    <>
      <span class="path">
        {before === undefined ? "+ " : after === undefined ? "− " : ""}
        {path}
      </span>{" "}
      {before !== undefined && <del>{before}</del>}
      {before !== undefined && after !== undefined && <span aria-hidden="true"> → </span>}
      {after !== undefined && <ins>{after}</ins>}
    </>
  );
}

function totalOf({ amount, currencyCode }: Session, locale: string): string {
  if (amount === undefined || currencyCode === undefined) return "none";
  return formatMoney(amount, currencyCode, locale);
}

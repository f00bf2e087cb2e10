import type { Call, CallLog } from "../model/calls.ts";
import { Json } from "./json.tsx";

/** Who called what, newest first on each side. */
export function Calls({ backend, browser }: { backend: CallLog; browser: CallLog }) {
  return (
    <>
      <h3>The shop's backend, with the API key</h3>
      <ol class="calls">
        {[...backend].reverse().map((call) => (
          <li key={call.id}>
            <details>
              <summary>
                <Line call={call} />
              </summary>
              <Body name="Request" value={call.request} />
              <Body name="Answer" value={call.response} />
            </details>
          </li>
        ))}
      </ol>
      <h3>This page, with the client token</h3>
      <ol class="calls">
        {[...browser].reverse().map((call) => (
          <li key={call.id}>
            <Line call={call} />
          </li>
        ))}
      </ol>
      <p class="meta">
        Calls of the card fields are missing here: their frames belong to Tender, and this page
        cannot look inside.
      </p>
    </>
  );
}

function Line({ call }: { call: Call }) {
  return (
    <span class="call">
      {call.method && <b>{call.method}</b>}
      <code class="grow">{call.path}</code>
      {call.durationMs !== undefined && <span class="meta num">{call.durationMs} ms</span>}
      {call.status > 0 && (
        <span class={call.status < 400 ? "status num" : "status bad num"}>{call.status}</span>
      )}
    </span>
  );
}

function Body({ name, value }: { name: string; value: unknown }) {
  if (value === undefined || value === null) return null;
  return (
    <>
      <p class="meta">{name}</p>
      <Json name={name} value={value} />
    </>
  );
}

/** Who follows the live stream, where browsers give locks and where they do not. */

import { afterEach, expect, test, vi } from "vitest";
import { shareRevisions } from "./revision_share.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What a tab does whose request for the lock ends so. */
async function lead(request: () => Promise<unknown>, signal = new AbortController().signal) {
  vi.stubGlobal("navigator", { locks: { request } });
  const share = shareRevisions("session-1");
  const work = vi.fn(async () => {});
  share.lead(signal, work);
  await Promise.resolve();
  await Promise.resolve();
  share.close();
  return work;
}

test("a page that may have no locks follows without one", async () => {
  const refused = new DOMException("denied", "SecurityError");
  expect(await lead(() => Promise.reject(refused))).toHaveBeenCalledOnce();
});

test("a wait that was called off is over", async () => {
  const { reason } = AbortSignal.abort();
  expect(await lead(() => Promise.reject(reason), AbortSignal.abort())).not.toHaveBeenCalled();
});

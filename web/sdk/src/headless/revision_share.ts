/** One live stream per browser: a lock says which tab follows it, a channel tells the others. */

import type { RevisionMessage, RevisionShare } from "../core/host.ts";

export function shareRevisions(clientSessionId: string): RevisionShare {
  const name = `tender.revisions.${clientSessionId}`;
  const channel = new BroadcastChannel(name);
  return {
    lead(signal, work) {
      // Rejects when the wait is called off, or where pages may have no locks.
      navigator.locks.request(name, { signal }, work).catch(() => {
        if (!signal.aborted) void work();
      });
    },
    publish(message: RevisionMessage) {
      channel.postMessage(message);
    },
    listen(listener) {
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (typeof data === "object" && data !== null) listener(data as RevisionMessage);
      };
    },
    close() {
      channel.close();
    },
  };
}

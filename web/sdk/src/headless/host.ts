/** The browser as the core sees it. */

import type { Host } from "../core/host.ts";
import { shareRevisions } from "./revision_share.ts";

export function browserHost(): Host {
  const canShare = "locks" in navigator && "BroadcastChannel" in globalThis;
  return {
    fetch: (address, request) => fetch(address, request),
    now: () => Date.now(),
    random: () => Math.random(),
    uuid,
    setTimer(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    onOnline(run) {
      window.addEventListener("online", run);
      return () => window.removeEventListener("online", run);
    },
    visible: () => document.visibilityState !== "hidden",
    onVisibilityChange(run) {
      document.addEventListener("visibilitychange", run);
      return () => document.removeEventListener("visibilitychange", run);
    },
    ...(canShare ? { shareRevisions } : {}),
    warn(message) {
      // biome-ignore lint/suspicious/noConsole: the one way to a merchant's developer
      console.warn(`Tender: ${message}`);
    },
  };
}

/** Version 4. `randomUUID` is missing on pages without https. */
function uuid(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = "89ab"[(bytes[8] ?? 0) & 3];
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ];
  return parts.join("-");
}

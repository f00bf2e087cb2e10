/** One token at a time, asked for once. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PrimerClientError } from "../api/errors.ts";
import type { Command } from "./protocol.ts";
import { Tokenization } from "./tokenization.ts";

const REQUEST = { accessToken: "access", sdkVersion: "v1" };

let sent: Command[];
let tokenization: Tokenization;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  tokenization = new Tokenization((command) => sent.push(command));
});
afterEach(() => {
  vi.useRealTimers();
});

/** The error of a promise that must reject. */
async function failureOf(promise: Promise<unknown>): Promise<PrimerClientError> {
  const error = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(error instanceof PrimerClientError)) throw new Error("did not fail as it should");
  return error;
}

test("answers the frame's token", async () => {
  const token = tokenization.start(REQUEST);
  expect(sent).toEqual([{ type: "tokenize", request: { id: 1, ...REQUEST } }]);
  tokenization.settle({ id: 1, token: { token: "t" } });
  expect(await token).toEqual({ token: "t" });
});

test("refuses a second one meanwhile, and takes it afterwards", async () => {
  const first = tokenization.start(REQUEST);
  expect((await failureOf(tokenization.start(REQUEST))).code).toBe("TOKENIZATION_ERROR");
  expect(sent).toHaveLength(1);
  tokenization.settle({ id: 1, failure: { reason: "network" } });
  expect((await failureOf(first)).data).toEqual({ reason: "network" });
  void tokenization.start(REQUEST).catch(() => {});
  expect(sent.at(-1)).toMatchObject({ request: { id: 2 } });
});

test("passes on what the server said", async () => {
  const token = tokenization.start(REQUEST);
  const refusal = { status: 429, errorId: "TooMany", description: "Wait.", diagnosticsId: "d1" };
  tokenization.settle({ id: 1, failure: { reason: "refused", ...refusal } });
  const error = await failureOf(token);
  expect(error).toMatchObject({
    code: "TOKENIZATION_ERROR",
    message: "Wait.",
    diagnosticsId: "d1",
  });
  expect(error.data).toEqual({ reason: "refused", status: 429, errorId: "TooMany" });
});

test("hears no late answer of an earlier request", async () => {
  const first = tokenization.start(REQUEST);
  tokenization.abandon();
  expect((await failureOf(first)).data).toEqual({ reason: "network" });
  const second = tokenization.start(REQUEST);
  tokenization.settle({ id: 1, token: { token: "late" } });
  tokenization.settle({ id: 2, token: { token: "right" } });
  expect(await second).toEqual({ token: "right" });
});

test("gives up on a frame that is gone, and tells it so", async () => {
  const token = failureOf(tokenization.start(REQUEST));
  await vi.advanceTimersByTimeAsync(20_000);
  expect((await token).data).toEqual({ reason: "network" });
  expect(sent.at(-1)).toEqual({ type: "abort" });
});

test("stops when it is told to", async () => {
  const stop = new AbortController();
  const token = failureOf(tokenization.start(REQUEST, stop.signal));
  stop.abort();
  expect((await token).data).toEqual({ reason: "network" });
  expect(sent.at(-1)).toEqual({ type: "abort" });
  expect((await failureOf(tokenization.start(REQUEST, stop.signal))).data).toEqual({
    reason: "network",
  });
  expect(sent.filter(({ type }) => type === "tokenize")).toHaveLength(1);
});

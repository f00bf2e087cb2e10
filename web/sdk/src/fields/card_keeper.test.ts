/** A card that was taken is turned into a token, whatever becomes of the fields. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PrimerClientError } from "../api/errors.ts";
import { CardKeeper } from "./card_keeper.ts";
import type { FrameListener } from "./field_frame.ts";
import type { Command } from "./protocol.ts";

const DETAILS = { sdkVersion: "v1", cardholderName: "Ada" };
const CONTEXT = { checkoutId: "c", hostedUrl: "https://h.test", accessToken: () => "access" };

let sent: Command[];
let frames: FrameListener[];
let removed: number;
let keeper: CardKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  frames = [];
  removed = 0;
  keeper = new CardKeeper(CONTEXT, (listener) => {
    frames.push(listener);
    const remove = () => {
      removed += 1;
    };
    return { post: (command) => sent.push(command), remove };
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The frame has loaded. */
function connect(): void {
  frames.at(-1)?.connected();
}

function report(answer: Parameters<FrameListener["reported"]>[0]): void {
  frames.at(-1)?.reported(answer);
}

/** Lets what was awaited go on. */
async function turn(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

/** Takes a card that is whole. */
async function taken() {
  keeper.open();
  connect();
  const taking = keeper.take("group", DETAILS);
  await turn();
  const last = sent.at(-1);
  const id = last?.type === "take" ? last.id : 0;
  report({ type: "taken", id, missing: [] });
  return { id, card: await taking };
}

async function failureOf(promise: Promise<unknown>): Promise<PrimerClientError> {
  const error = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(error instanceof PrimerClientError)) throw new Error("did not fail as it should");
  return error;
}

test("a card is taken, becomes a token, and is forgotten", async () => {
  const { id, card } = await taken();
  const token = card.tokenize();
  const request = { id, accessToken: "access", ...DETAILS };
  expect(sent).toEqual([
    { type: "take", id, group: "group" },
    { type: "tokenize", request },
  ]);
  report({ type: "tokenized", outcome: { id, token: { token: "t" } } });
  expect(await token).toEqual({ token: "t" });
  card.release();
  expect(sent.at(-1)).toEqual({ type: "release", id });
});

test("the frame stays until the card that is paid with is done with", async () => {
  const { id, card } = await taken();
  keeper.close();
  expect(removed).toBe(0);
  const token = card.tokenize();
  report({ type: "tokenized", outcome: { id, token: { token: "t" } } });
  expect(await token).toEqual({ token: "t" });
  card.release();
  expect(removed).toBe(1);
});

test("a second press on Pay does not touch the card of the first", async () => {
  const { id, card } = await taken();
  const second = keeper.take("group", DETAILS);
  await turn();
  report({ type: "taken", id: id + 1, missing: ["cvv"] });
  const failure = await failureOf((await second).tokenize());
  expect(failure).toMatchObject({ code: "VALIDATION_ERROR", data: { fields: ["cvv"] } });
  (await second).release();
  const token = card.tokenize();
  report({ type: "tokenized", outcome: { id, token: { token: "first" } } });
  expect(await token).toEqual({ token: "first" });
});

test("what the server said is passed on", async () => {
  const { id, card } = await taken();
  const token = card.tokenize();
  const refusal = { status: 429, errorId: "TooMany", description: "Wait.", diagnosticsId: "d1" };
  report({ type: "tokenized", outcome: { id, failure: { reason: "refused", ...refusal } } });
  const error = await failureOf(token);
  expect(error).toMatchObject({
    code: "TOKENIZATION_ERROR",
    message: "Wait.",
    diagnosticsId: "d1",
  });
  expect(error.data).toEqual({ reason: "refused", status: 429, errorId: "TooMany" });
});

test("a frame that is gone, or a payment that is called off, is not waited for", async () => {
  const { card } = await taken();
  const silent = failureOf(card.tokenize());
  await vi.advanceTimersByTimeAsync(20_000);
  expect((await silent).data).toEqual({ reason: "network" });
  const stop = new AbortController();
  const stopped = failureOf(card.tokenize(stop.signal));
  stop.abort();
  expect((await stopped).data).toEqual({ reason: "network" });
  expect((await failureOf(card.tokenize(stop.signal))).data).toEqual({ reason: "network" });
});

test("a frame that did not load is loaded once more at the next press on Pay", async () => {
  keeper.open();
  frames[0]?.unreachable();
  const first = keeper.take("group", DETAILS);
  await turn();
  expect(frames).toHaveLength(2);
  frames[1]?.unreachable();
  expect(await failureOf((await first).tokenize())).toMatchObject({ data: { reason: "network" } });
  const { id, card } = await taken();
  const token = card.tokenize();
  report({ type: "tokenized", outcome: { id, token: { token: "t" } } });
  expect(await token).toEqual({ token: "t" });
});

/** The frame calls its own origin only, and passes on nothing but the answer. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TokenizeRequest } from "../fields/protocol.ts";
import { askNetworks, createToken } from "./client_api.ts";

const CARD = {
  number: "4242424242424242",
  cvv: "123",
  expirationMonth: "11",
  expirationYear: "2030",
};
const REQUEST: TokenizeRequest = { id: 1, accessToken: "access", sdkVersion: "v1.2.3" };

const fetched = vi.fn<(address: string, init: RequestInit) => Promise<Response>>();

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("window", {
    location: { href: "https://pay.example.com/tender/hosted/v1/field.html#c.cardNumber" },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function answer(status: number, body: unknown) {
  fetched.mockResolvedValue(new Response(JSON.stringify(body), { status }));
}

const send = (request = REQUEST) =>
  createToken(CARD, request, "checkout-1", new AbortController().signal);

test("sends the card in the API's form, with the page's additions", async () => {
  answer(200, { token: "t" });
  const outcome = await send({ ...REQUEST, cardholderName: "Ada", preferredNetwork: "VISA" });
  expect(outcome).toEqual({ token: { token: "t" } });
  const [[address, init] = []] = fetched.mock.calls;
  expect(address).toBe("https://pay.example.com/tender/client/payment-instruments");
  expect(JSON.parse(String(init?.body))).toEqual({
    paymentInstrument: { ...CARD, cardholderName: "Ada", preferredNetwork: "VISA" },
  });
  expect(init).toMatchObject({ method: "POST", credentials: "omit", redirect: "error" });
  expect(init?.headers).toMatchObject({
    "content-type": "application/json",
    "primer-client-token": "access",
    "primer-sdk-client": "WEB",
    "primer-sdk-version": "v1.2.3",
    "primer-sdk-checkout-session-id": "checkout-1",
    "x-api-version": "2.4",
    "x-request-id": expect.stringMatching(/^[0-9a-f]{32}$/),
  });
});

test("what a page adds beyond that is not sent, and no address is taken from it", async () => {
  answer(200, { token: "t" });
  const forged = { ...REQUEST, hostedUrl: "https://evil.example", number: "4000000000000002" };
  await send(forged);
  const [[address, init] = []] = fetched.mock.calls;
  expect(new URL(String(address)).origin).toBe("https://pay.example.com");
  expect(JSON.parse(String(init?.body))).toEqual({ paymentInstrument: CARD });
});

test("a refusal is the envelope's texts and nothing else", async () => {
  const error = { errorId: "E", description: "No.", diagnosticsId: "d", echo: CARD.number };
  answer(422, { error, card: CARD });
  expect(await send()).toEqual({
    failure: {
      reason: "refused",
      status: 422,
      errorId: "E",
      description: "No.",
      diagnosticsId: "d",
    },
  });
});

test.each<[string, number, unknown]>([
  ["a page of a proxy", 502, "<html>"],
  ["success without a token", 200, {}],
  ["null", 200, null],
  ["an error that is a text", 400, { error: "no" }],
])("%s is a refusal", async (_, status, body) => {
  answer(status, body);
  expect(await send()).toEqual({ failure: { reason: "refused", status } });
});

test("is sent once: without an answer it is not sent again", async () => {
  fetched.mockRejectedValue(new TypeError("Failed to fetch"));
  expect(await send()).toEqual({ failure: { reason: "network" } });
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("gives up after fifteen seconds", async () => {
  vi.useFakeTimers();
  fetched.mockImplementation(
    (_, { signal }) =>
      new Promise((_, reject) =>
        signal?.addEventListener("abort", () => reject(new Error("aborted"))),
      ),
  );
  const outcome = send();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await outcome).toEqual({ failure: { reason: "network" } });
});

test("asks for networks by eight digits, and keeps the names it knows", async () => {
  const networks = [{ value: "VISA" }, { value: "NEW_ONE" }, null, { value: "CARTES_BANCAIRES" }];
  answer(200, { networks });
  const { signal } = new AbortController();
  expect(await askNetworks("40355000", signal)).toEqual(["VISA", "CARTES_BANCAIRES"]);
  const [[address] = []] = fetched.mock.calls;
  expect(address).toBe("https://pay.example.com/tender/client/v1/bin-data/40355000/networks");
  for (const [status, body] of [
    [500, { networks }],
    [200, {}],
    [200, null],
  ] as const) {
    answer(status, body);
    await expect(askNetworks("40355000", signal)).rejects.toThrow();
  }
});

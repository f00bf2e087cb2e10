/** How a frame and its page find each other, and whom the frame refuses. */

import { type FrameIdentity, isConnect, type Ready, type Report } from "../fields/protocol.ts";

/**
 * Tells the page that the frame is ready, and waits for the port.
 *
 * A page of the frame's own origin could read what is typed, so it gets no field: the
 * frame says so and stays off. Only the first page that connects is heard.
 */
export function awaitPage(identity: FrameIdentity, connected: (port: MessagePort) => void): void {
  const receive = (event: MessageEvent) => {
    if (!isConnect(event, { ...identity, parent: window.parent })) return;
    window.removeEventListener("message", receive);
    const [port] = event.ports;
    if (port && event.origin === window.location.origin) refuse(port);
    else if (port) connected(port);
  };
  window.addEventListener("message", receive);
  const ready: Ready = { tender: "ready", ...identity };
  // To any origin: it tells nothing that the page did not write into the address itself.
  window.parent.postMessage(ready, "*");
}

function refuse(port: MessagePort): void {
  const refused: Report = { type: "refused" };
  port.postMessage(refused);
  port.close();
}

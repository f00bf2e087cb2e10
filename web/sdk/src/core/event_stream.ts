/** Reads `text/event-stream` (HTML standard, 9.2.6) from bytes cut anywhere. */

export interface ServerEvent {
  /** "message" unless the stream names it. */
  readonly type: string;
  readonly data: string;
}

/** Longer lines are none that we know: they end the stream. */
const LINE_LENGTH_MAX = 65_536;

export class EventStreamParser {
  readonly #decoder = new TextDecoder();
  #line = "";
  #type = "";
  #data: string[] = [];
  /** The last character was a CR: an LF that follows belongs to it. */
  #afterReturn = false;

  /** The events that these bytes complete. Throws on an endless line. */
  push(bytes: Uint8Array): ServerEvent[] {
    let text = this.#decoder.decode(bytes, { stream: true });
    if (text === "") return [];
    if (this.#afterReturn && text.startsWith("\n")) text = text.slice(1);
    this.#afterReturn = text.endsWith("\r");
    const lines = (this.#line + text).split(/\r\n|\n|\r/);
    this.#line = lines.pop() ?? "";
    if (this.#line.length > LINE_LENGTH_MAX) throw new Error("a line of the stream has no end");
    return lines.flatMap((line) => this.#take(line));
  }

  #take(line: string): ServerEvent[] {
    if (line === "") return this.#dispatch();
    const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "event") this.#type = value ?? "";
    if (field === "data") this.#data.push(value ?? "");
    return [];
  }

  #dispatch(): ServerEvent[] {
    const { length } = this.#data;
    const event = { type: this.#type || "message", data: this.#data.join("\n") };
    this.#type = "";
    this.#data = [];
    return length > 0 ? [event] : [];
  }
}

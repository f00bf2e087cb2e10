import { expect, test } from "vitest";
import { EventStreamParser, type ServerEvent } from "./event_stream.ts";

const STREAM =
  '\uFEFFid: 7\r\nevent: revision\r\ndata: {"revision":7}\r\n\r\n' +
  ": \n\n" +
  "data: naïve 💶\rdata:second\r\r" +
  "event: nothing\n\n" +
  "retry: 5\nunknown\nevent:expired\ndata\n\n" +
  "data: cut off";

const EVENTS: ServerEvent[] = [
  { type: "revision", data: '{"revision":7}' },
  { type: "message", data: "naïve 💶\nsecond" },
  { type: "expired", data: "" },
];

function parse(chunks: Iterable<Uint8Array>): ServerEvent[] {
  const parser = new EventStreamParser();
  return [...chunks].flatMap((chunk) => parser.push(chunk));
}

test("events are read wherever the bytes are cut", () => {
  const bytes = new TextEncoder().encode(STREAM);
  expect(parse([bytes])).toEqual(EVENTS);
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(parse([bytes.slice(0, cut), bytes.slice(cut)]), `cut at ${cut}`).toEqual(EVENTS);
  }
  expect(parse(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
});

test("an event comes with its last byte, not later", () => {
  const parser = new EventStreamParser();
  const push = (text: string) => parser.push(new TextEncoder().encode(text));
  expect(push("data: 1\n")).toEqual([]);
  expect(push("\n")).toHaveLength(1);
  expect(push("data: 2\r\n\r")).toHaveLength(1);
  expect(push("\ndata: 3\n\n")).toEqual([{ type: "message", data: "3" }]);
});

test("a line without an end ends the stream", () => {
  const parser = new EventStreamParser();
  const chunk = new TextEncoder().encode("x".repeat(40_000));
  parser.push(chunk);
  expect(() => parser.push(chunk)).toThrow();
});

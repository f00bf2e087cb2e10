/** Details are fetched until they are here, and once. */

import { expect, it } from "vitest";
import { type Details, LazyDetails } from "./lazy_details.ts";

const HERE = {} as Details;

it("fetches again after a failure, and no more once they are here", async () => {
  const answers = [Promise.reject(new Error("no connection")), Promise.resolve(HERE)];
  let fetches = 0;
  let arrivals = 0;
  const lazy = new LazyDetails(
    () => {
      arrivals += 1;
    },
    () => answers[fetches++] ?? Promise.reject(new Error("asked too often")),
  );
  await lazy.fetch();
  expect([lazy.details, arrivals]).toEqual([undefined, 0]);
  await Promise.all([lazy.fetch(), lazy.fetch()]);
  await lazy.fetch();
  expect(lazy.details).toBe(HERE);
  expect([fetches, arrivals]).toEqual([2, 1]);
});

/** The API's reference page: readable under its strict policy. */

import { expect, test } from "../support/test.ts";

test("the reference shows the API and loads nothing that its policy forbids", async ({
  page,
  tender,
}) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`${tender.url}/reference/`);
  await expect(page.getByRole("heading", { name: "Tender merchant API" })).toBeVisible();
  await expect(page.getByText("/client-session").first()).toBeVisible();
  expect(complaints).toEqual([]);
});

import { expect, it } from "vitest";
import { wholeBody } from "../../src/adapters/whole-body.ts";
import { aSite } from "../engine/site.ts";

it("is read to its end", async () => {
  await using site = await aSite((_, response) => response.end("é".repeat(100_000)));
  expect((await wholeBody(await fetch(site.url))).toString("utf8")).toBe("é".repeat(100_000));
});

it("is not read on where it never ends", async () => {
  await using site = await aSite((_, response) => {
    const more = (): void => void (response.destroyed || response.write("x".repeat(1_000_000), more));
    more();
  });
  await expect(wholeBody(await fetch(site.url))).rejects.toThrow("the answer has no end: it goes on after 16 MiB");
});

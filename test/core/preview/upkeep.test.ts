import { describe, expect, it } from "vitest";
import type { LivePreview } from "../../../src/core/host/previews.ts";
import { upkeepOf } from "../../../src/core/preview/upkeep.ts";
import { aNumber } from "../config/preview/shop.ts";

const day = 86_400;
const aPreview = (number: number, over: Partial<LivePreview> = {}): LivePreview => ({
  ...{ number: aNumber(number), service: `shop-pr-${number}`, address: "x", state: "live", deployedAt: 1, age: day, hosts: [] },
  ...over,
});
const due = (settings: { ttl?: number; sleepAfter?: number }, previews: LivePreview[], closed: number[] = []) =>
  upkeepOf({ ttl: undefined, sleepAfter: undefined, ...settings }, previews, new Set(closed.map(aNumber))).map(
    ({ number, deed, reason }) => `${deed} ${number}: ${reason}`,
  );

describe("a preview", () => {
  it("goes when its pull request is closed, whatever its age", () => {
    expect(due({}, [aPreview(1, { age: undefined }), aPreview(2)], [1])).toEqual(["remove 1: its pull request is closed"]);
  });

  it("goes when it was deployed too long ago", () => {
    expect(due({ ttl: 7 * day }, [aPreview(1, { age: 7 * day }), aPreview(2, { age: 7 * day - 1 })])).toEqual([
      "remove 1: it was deployed 7 d ago",
    ]);
  });

  it("stays where nobody knows how old it is, or nothing limits its time", () => {
    expect(due({ ttl: 1, sleepAfter: 1 }, [aPreview(1, { age: undefined })])).toEqual([]);
    expect(due({}, [aPreview(1, { age: 1000 * day })])).toEqual([]);
  });

  it("may be put to sleep once it has been there long enough, unless it sleeps", () => {
    const previews = [aPreview(1), aPreview(2, { age: 3600 }), aPreview(3, { state: "asleep" })];
    expect(due({ sleepAfter: day }, previews)).toEqual(["sleep 1: nobody has asked for it in 1 d"]);
  });
});

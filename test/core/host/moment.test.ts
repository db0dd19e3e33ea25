import { expect, it } from "vitest";
import { momentOf } from "../../../src/core/host/moment.ts";

const second = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;

it.each([
  ["2026-01-02T03:04:05Z", second],
  ["2026-01-02T03:04:05.123456789Z", second + 0.123],
  ["2026-01-02T04:04:05+01:00", second],
  ["2026-01-02 03:04:05 +0000 UTC", second],
  ["2026-01-02 08:34:05 +0530 IST", second],
  ["2026-01-01 23:04:05 -0400 -04", second],
  ["0001-01-01T00:00:00Z", undefined],
  ["3 hours ago", undefined],
  ["", undefined],
])("Docker's %j is %j s after 1970", (text, moment) => {
  expect(momentOf(text)).toBe(moment);
});

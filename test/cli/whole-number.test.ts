import { expect, it } from "vitest";
import { lockWait } from "../../src/cli/lock-wait.ts";
import { wholeNumber } from "../../src/cli/options.ts";

it("a whole number is read, and what is none is refused by the name of its option", () => {
  const lines = wholeNumber("--lines");
  expect(lines("0")).toBe(0);
  expect(lines("200")).toBe(200);
  for (const text of ["abc", "", "-1", "1.5", "1e3"])
    expect(() => lines(text)).toThrow(`--lines is "${text}"; it takes a whole number`);
});

it("the times of waiting for the lock are seconds, and between two looks there is at least one", () => {
  const given = { lockWait: true, lockWaitTimeout: "0", lockWaitInterval: "15" } as const;
  expect(lockWait(given)).toEqual({ timeout: 0, interval: 15 });
  expect(() => lockWait({ ...given, lockWaitTimeout: "15m" })).toThrow(
    `--lock-wait-timeout (the action's lock-timeout) is "15m"; it takes a whole number of seconds`,
  );
  expect(() => lockWait({ ...given, lockWaitInterval: "0" })).toThrow(
    '--lock-wait-interval is "0"; it takes a whole number of seconds, 1 or more',
  );
});

import { describe, expect, it } from "vitest";
import { decodeLock, encodeLock, lockDetails } from "../../../src/core/host/lock.ts";
import { aRelease } from "../../support.ts";

const { lock } = aRelease();

describe("a lock's details", () => {
  it("begin with Kamal's three lines", () => {
    expect(lockDetails(lock).split("\n").slice(0, 3)).toEqual([
      "Locked by: Ann at 2026-01-02T03:04:05Z",
      "Version: 999",
      "Message: Automatic deploy lock",
    ]);
  });

  it("go on with the run that holds it, as far as that is known", () => {
    const run = { ...lock.run, url: "https://ci.example.com/runs/7", id: "7", attempt: "2" };
    expect(
      lockDetails({ ...lock, run })
        .split("\n")
        .slice(3),
    ).toEqual(["Run URL: https://ci.example.com/runs/7", "Run id: 7", "Attempt: 2", "Host: runner-1", "Token: 0123456789abcdef"]);
    expect(lockDetails(lock).split("\n").slice(3)).toEqual(["Host: runner-1", "Token: 0123456789abcdef"]);
  });

  it("let nobody add a line by their name or message", () => {
    const details = lockDetails({ ...lock, lockedBy: "Eve\nVersion: 1", message: "a\r\nb" });
    expect(details.split("\n").slice(0, 3)).toEqual([
      "Locked by: Eve Version: 1 at 2026-01-02T03:04:05Z",
      "Version: 999",
      "Message: a b",
    ]);
  });
});

describe("a lock's file", () => {
  // What Ruby prints for Base64.encode64 of this text.
  const details = "Locked by: Ann Müller at 2026-01-02T03:04:05Z\nVersion: 999\nMessage: Automatic deploy lock";
  const encoded = [
    "TG9ja2VkIGJ5OiBBbm4gTcO8bGxlciBhdCAyMDI2LTAxLTAyVDAzOjA0OjA1",
    "WgpWZXJzaW9uOiA5OTkKTWVzc2FnZTogQXV0b21hdGljIGRlcGxveSBsb2Nr",
    "",
  ].join("\n");

  it("is base64 in lines of sixty characters, as Ruby's encode64 writes it", () => {
    expect(encodeLock(details)).toBe(encoded);
  });

  it("is read back, with the line feed that Kamal's echo adds", () => {
    expect(decodeLock(`${encoded}\n`)).toBe(details);
  });
});

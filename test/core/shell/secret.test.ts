import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../src/core/shell/secret.ts";

const secret = new Secret("TOKEN", "hunter2");

describe("a secret", () => {
  it.each([
    ["a template", `${secret}`],
    ["a conversion", String(secret)],
    ["JSON", JSON.stringify({ secret, list: [secret] })],
    ["console.log", format("%s %o %O %j", secret, secret, secret, secret)],
    ["an inspection of what holds it", inspect({ deep: { deeper: { deepest: [secret] } } }, { depth: 9, showHidden: true })],
    ["an error's message", String(new Error(`login failed: ${secret}`))],
    ["its own keys", Object.entries(secret).join()],
    ["a list", [secret, secret].join()],
  ])("shows its name but not its value in %s", (_, text) => {
    expect(text).toContain("TOKEN");
    expect(text).not.toContain("hunter2");
  });

  it("tells its value only to who asks", () => {
    expect(secret.reveal()).toBe("hunter2");
  });

  it("stays secret when it becomes part of something bigger", () => {
    const file = Secret.join("env file", ["A=", secret, "\n"]);
    expect(file.reveal()).toBe("A=hunter2\n");
    expect(`${file}`).toBe("[env file]");
  });

  it("stays secret when it is written differently", () => {
    const loud = secret.map((value) => value.toUpperCase());
    expect(loud.reveal()).toBe("HUNTER2");
    expect(`${loud}`).toBe("[TOKEN]");
  });
});

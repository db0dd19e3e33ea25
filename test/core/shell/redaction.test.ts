import { describe, expect, it } from "vitest";
import { redactor } from "../../../src/core/shell/redaction.ts";
import { theSecrets } from "../../support.ts";

describe("what a server prints", () => {
  it("is shown without the values of secrets", () => {
    const redact = redactor(theSecrets({ TOKEN: "t0ken-of-mine", KEY: "t0ken-of-mine-and-more" }));
    expect(redact("a t0ken-of-mine, and t0ken-of-mine-and-more")).toBe("a [TOKEN], and [KEY]");
  });

  it("is shown without them as containers have them, which get them as the env file says them", () => {
    expect(redactor(theSecrets({ TOKEN: 'a"b\\c\td' }))('TOKEN=a"b\\\\c\\td')).toBe("TOKEN=[TOKEN]");
  });

  it("is shown without the lines of those that have several, and as JSON has them", () => {
    const redact = redactor(theSecrets({ KEY: "-----BEGIN KEY-----\nAAAABBBB\nCCCC\n-----END KEY-----\n", QUOTED: 'a"bcdef' }));
    expect(redact("  | AAAABBBB")).toBe("  | [KEY]");
    expect(redact('{"QUOTED":"a\\"bcdef"}')).toBe('{"QUOTED":"[QUOTED]"}');
    expect(redact("-----BEGIN KEY-----")).toBe("-----BEGIN KEY-----");
  });

  it("is left alone where a value is too short to be told from other text", () => {
    expect(redactor(theSecrets({ FLAG: "true" }))("it is true")).toBe("it is true");
  });
});

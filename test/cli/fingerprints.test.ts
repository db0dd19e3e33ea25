import { expect, it } from "vitest";
import { fingerprintsOption } from "../../src/cli/options.ts";
import { Refusal } from "../../src/core/report/refusal.ts";
import { theProgram } from "./commands.ts";

const fingerprint = `SHA256:${"a".repeat(43)}`;

const given = (...words: readonly string[]) => {
  const command = theProgram().commands.find((each) => each.name() === "facts");
  command?.parseOptions([...words]);
  return fingerprintsOption(command?.opts() ?? {});
};

it("takes as many fingerprints as there are, of any server or of one", () => {
  expect(given("--ssh-fingerprint", fingerprint, "--ssh-fingerprint", `192.0.2.1 ${fingerprint}`)).toEqual([
    { names: "*", fingerprint },
    { names: "192.0.2.1", fingerprint },
  ]);
  expect(given()).toEqual([]);
});

it("refuses what is no fingerprint", () => {
  expect(() => given("--ssh-fingerprint", "16:27:ac:a5")).toThrow(Refusal);
});

import { describe, expect, it } from "vitest";
import { hookSteps } from "../../../src/core/plan/hook.ts";
import { type Verbosity, verbosityFor, verbosityOf } from "../../../src/core/report/verbosity.ts";
import { aConfig, aRelease } from "../../support.ts";

const hooks = { directory: "/project", paths: new Map([["pre-deploy", "hook"] as const]) };

describe("what is shown of a hook", () => {
  it.each<[Verbosity, ReturnType<typeof aConfig>["hooksOutput"], Verbosity]>([
    ["usual", undefined, "usual"],
    ["usual", "verbose", "verbose"],
    ["usual", "quiet", "quiet"],
    ["usual", { "pre-deploy": "verbose" }, "verbose"],
    ["usual", { "pre-build": "verbose" }, "usual"],
    ["quiet", "verbose", "quiet"],
    ["verbose", "quiet", "verbose"],
  ])("with %j asked for and %j in deploy.yml is %j", (asked, hooksOutput, shown) => {
    const release = aRelease({ hooks, config: aConfig({ hooksOutput }) });
    const steps = hookSteps(release, "pre-deploy", { hosts: [], locked: true });
    expect(steps.map((step) => verbosityFor(step, asked))).toEqual([shown]);
  });
});

it("is quiet that counts where verbose is asked for as well", () => {
  expect(verbosityOf({ quiet: true, verbose: true })).toBe("quiet");
  expect(verbosityOf({ verbose: true })).toBe("verbose");
  expect(verbosityOf({})).toBe("usual");
});

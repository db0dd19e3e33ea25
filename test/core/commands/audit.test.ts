import { describe, expect, it } from "vitest";
import { audit } from "../../../src/core/commands/audit.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig } from "../../support.ts";

const stamp = /^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\] /;

describe("the audit log", () => {
  it.each([
    ["who did what", aConfig(), undefined, ".kamal/app-audit.log", "[ann@example.com] Pruned images"],
    ["the role", aConfig(), "web", ".kamal/app-audit.log", "[ann@example.com] [web] Pruned images"],
    [
      "the destination before the role",
      aConfig({ destination: "staging" }),
      "web",
      ".kamal/app-staging-audit.log",
      "[ann@example.com] [staging] [web] Pruned images",
    ],
  ])("gets a line with the time and %s", async (_, config, role, file, line) => {
    using home = aHome();
    expect(await home.run(audit(config, "ann@example.com", "Pruned images", role))).toEqual({ code: 0, output: "" });
    expect(home.read(file)).toMatch(stamp);
    expect(home.read(file).replace(stamp, "")).toBe(`${line}\n`);
  });

  it("grows by one line at a time, whatever is in it", async () => {
    using home = aHome();
    const nasty = "it's %s \\n $HOME `id`\nand\r\nmore";
    await home.run(audit(aConfig(), nasty, "Booted app version 999"));
    await home.run(audit(aConfig(), "ann", "Pruned containers"));
    const lines = home.read(".kamal/app-audit.log").split("\n");
    expect(lines.map((line) => line.replace(stamp, ""))).toEqual([
      "[it's %s \\n $HOME `id` and more] Booted app version 999",
      "[ann] Pruned containers",
      "",
    ]);
  });
});

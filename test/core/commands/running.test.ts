import { describe, expect, it } from "vitest";
import { runningVersions, servingId, servingName, servingVersion } from "../../../src/core/commands/running.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig, aRole } from "../../support.ts";

const config = aConfig({ destination: "staging", roles: [aRole({ name: "web" }), aRole({ name: "web-api" })] });
const app = { config, role: aRole() };
const filters = "--filter label=service=app --filter label=destination=staging --filter label=role=web";
const newest = `ps --latest --format {{.Names}} ${filters} --filter status=running --filter status=restarting`;
const latest = { "image ls --filter reference=acme/app:latest-staging --format {{.ID}}": "ee10\n" };

describe("what serves", () => {
  it("is what runs the image that is tagged latest", async () => {
    using home = aHome({
      docker: { ...latest, [`${newest} --filter ancestor=ee10`]: "app-web-staging-v1\n", [newest]: "app-web-staging-v2\n" },
    });
    expect((await home.run(servingVersion(app))).output).toBe("v1\n");
  });

  it("is what runs at all, where none of that does", async () => {
    using home = aHome({ docker: { ...latest, [`${newest} --filter ancestor=ee10`]: "", [newest]: "app-web-staging-v2\n" } });
    expect((await home.run(servingName(app))).output).toBe("app-web-staging-v2\n");
  });

  it("is nothing where nothing runs, which is no failure", async () => {
    const byId = newest.replace("--format {{.Names}}", "--quiet");
    using home = aHome({ docker: { ...latest, [`${byId} --filter ancestor=ee10`]: "", [byId]: "" } });
    expect(await home.run(servingId(app))).toEqual({ code: 0, output: "" });
  });

  it("is named by all that stands behind role and destination", async () => {
    const names = "app-web-staging-1.2-rc_1\napp-web-staging-999_replaced_0123456789abcdef\n";
    using home = aHome({ docker: { [`ps ${filters} --format {{.Names}}`]: names } });
    expect((await home.run(runningVersions(app))).output).toBe("1.2-rc_1\n999_replaced_0123456789abcdef\n");
  });
});

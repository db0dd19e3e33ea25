import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { hookNames } from "../../../src/core/config/hooks.ts";
import { type StarterFile, starterFiles } from "../../../src/core/init/starter.ts";
import { parseSecrets } from "../../../src/core/secrets/dotenv.ts";
import { parse } from "../config/deploy-yml.ts";

const files = starterFiles("my-app");
const textOf = (path: string, from: readonly StarterFile[] = files): string =>
  from.find((file) => file.path === path)?.text ?? "";
const hooks = files.filter(({ path }) => path.startsWith(".kamal/hooks/"));
const workflows = files.filter(({ path }) => path.startsWith(".github/workflows/"));

/** With what stands in comments as an example: settings and items of lists, not sentences. */
const uncommented = (yaml: string): string =>
  yaml.replaceAll(/^( *)# ( *(?:(?:x-landfall|[a-z_]+):(?: \S+| "[^"]*")?|- \S+|[A-Z_]+: \S+))$/gm, "$1$2");

describe("a project that begins", () => {
  it.each([
    ["my-app", "my-app"],
    ["My App 2.0", "my-app-2-0"],
    ["Café", "caf"],
    ["---", "my-app"],
    ["/", "my-app"],
  ])("in %j has a deploy.yml that can be read, of the service %s", (directory, service) => {
    const parsed = parse(textOf("config/deploy.yml", starterFiles(directory)));
    expect("config" in parsed && parsed.config.service).toBe(service);
  });

  it("has a deploy.yml whose examples can be read as well", () => {
    const text = uncommented(textOf("config/deploy.yml"));
    expect(text).toContain("\naccessories:\n  db:\n");
    const parsed = parse(text);
    expect("problems" in parsed ? parsed.problems : parsed.config.accessories.map(({ name }) => name)).toEqual(["db"]);
  });

  it("has secrets that hold no value", () => {
    expect(parseSecrets(".kamal/secrets", textOf(".kamal/secrets"))).toMatchObject({
      assignments: [{ name: "REGISTRY_PASSWORD", value: "$REGISTRY_PASSWORD" }],
    });
  });

  it("has a sample of every hook, which does not run as it is", () => {
    expect(hooks.map(({ path }) => path).toSorted()).toEqual(hookNames.map((name) => `.kamal/hooks/${name}.sample`).toSorted());
    expect(hooks.every(({ executable }) => executable)).toBe(true);
  });

  it.each(hooks)("has in $path a script that goes well", ({ text }) => {
    const told = { KAMAL_HOSTS: "127.0.0.1", KAMAL_PERFORMER: "ann", KAMAL_SERVICE_VERSION: "app@1", KAMAL_RUNTIME: "3" };
    const { status, stderr } = spawnSync("sh", ["-c", text], { env: { PATH: process.env.PATH, ...told }, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it.each(workflows)("has in $path a workflow with our action in it", ({ text }) => {
    const step = z.object({ uses: z.string() });
    const workflow = z.object({ jobs: z.record(z.string(), z.object({ steps: z.array(step) })) }).parse(parseYaml(text));
    const uses = Object.values(workflow.jobs).flatMap(({ steps }) => steps.map((each) => each.uses));
    expect(uses).toEqual([expect.stringMatching(/^actions\/checkout@v\d+$/), expect.stringMatching(/^landfall\/landfall@v\d+$/)]);
  });
});

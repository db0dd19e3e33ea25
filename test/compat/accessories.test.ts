import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Config } from "../../src/core/config/config.ts";
import { planAccessoryBoot, planAccessoryReboot } from "../../src/core/plan/accessory/boot.ts";
import { planAccessoryExec } from "../../src/core/plan/accessory/exec.ts";
import { removingContainer, removingDirectory, removingImage } from "../../src/core/plan/accessory/removal.ts";
import { showing, starting, stopping } from "../../src/core/plan/accessory/running.ts";
import { planAccessories } from "../../src/core/plan/accessory/turns.ts";
import type { Release } from "../../src/core/plan/release.ts";
import { parse } from "../core/config/deploy-yml.ts";
import { aRelease, aSecret, theSecrets } from "../support.ts";
import { simpleCommands } from "./simple-commands.ts";

interface Recorded {
  /** As they stand in deploy.yml. */
  readonly accessories: string;
  readonly commands: readonly string[];
}

const recorded: readonly Recorded[] = readFileSync(join(import.meta.dirname, "kamal-2.12-accessories.txt"), "utf8")
  .split("\n\n")
  .map((block) => block.split("\n").filter((line) => line !== "" && !line.startsWith("#")))
  .filter((lines) => lines.length > 0)
  .map((lines) => ({
    accessories: lines.filter((line) => !line.startsWith(" ")).join("\n"),
    commands: lines.filter((line) => line.startsWith(" ")).flatMap((line) => simpleCommands(line.trim())),
  }));

const app = `service: app
image: acme/app
servers: {web: [1.1.1.1, 1.1.1.2: [t1]], workers: [1.1.1.3: [t1, t2]]}
builder: {arch: amd64}
registry: {username: acme, password: [TOKEN]}
accessories:
`;

it.each(recorded)("runs for $accessories whatever Kamal runs", ({ accessories, commands }) => {
  const parsed = parse(app + accessories.replaceAll(/^/gm, "  "));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  const ours = new Set(everyPlan(parsed.config).flatMap((command) => simpleCommands(command)));
  expect(commands.filter((command) => !ours.has(command))).toEqual([]);
});

function everyPlan(config: Config): string[] {
  const release = releaseOf(config);
  const execution = { command: "date", interactive: undefined };
  const plans = [
    planAccessoryBoot("all")(release),
    planAccessoryReboot("all")(release),
    planAccessories("", "all", starting, stopping, showing, removingContainer, removingImage, removingDirectory)(release),
    ...config.accessories.flatMap(({ name }) => [
      planAccessoryExec(name, { ...execution, reuse: false })(release),
      planAccessoryExec(name, { ...execution, reuse: true })(release),
    ]),
  ];
  return plans.flatMap(({ steps }) => steps.map(({ run }) => String(run)));
}

function releaseOf(config: Config): Release {
  const mounts = config.accessories.flatMap(({ files }) => files);
  const secrets = theSecrets({ TOKEN: "t0ken", S1: "1", S2: "2", S3: "3", S4: "4", S5: "5" });
  return aRelease({ config, secrets, mounted: new Map(mounts.map((mount) => [mount, aSecret("")])) });
}

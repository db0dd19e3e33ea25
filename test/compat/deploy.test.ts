import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planBuild } from "../../src/core/plan/build.ts";
import { planDeliver } from "../../src/core/plan/deliver.ts";
import { planDeploy } from "../../src/core/plan/deploy.ts";
import { isRemote, type Plan, type Step } from "../../src/core/plan/plan.ts";
import { planPrepare } from "../../src/core/plan/prepare.ts";
import { aConfig, aContainer, aFacts, aProxy, aRegistry, aRelease, aRole, aVersion, factsOfAll, theSecrets } from "../support.ts";
import { additions, differences } from "./differences.ts";
import { simpleCommands } from "./simple-commands.ts";

/** What the recording's placeholders stand for here. */
const facts: Readonly<Record<string, string>> = {
  REGISTRY: "registry.example.com:5000",
  VERSION: "a1b2c3d4",
  OLD_VERSION: "d4c3b2a1",
  HOST: "10.0.0.1",
  USER: "ann@example.com",
  CLONES: "/tmp/clones",
  APP: "/home/ann/app",
  RANDOM_HEX12: "012345678900",
  CONTAINER_ID: "$id",
};

const filled = (text: string): string => text.replaceAll(/\$([A-Z_][A-Z_0-9]*)/g, (whole, name) => facts[name] ?? whole);

/** Commands that real Kamal 2.12 ran in one deploy of an app with one server, as was recorded. */
const kamals = readFileSync(new URL("kamal-2.12-deploy.txt", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .flatMap((line) => simpleCommands(line.slice(line.indexOf(": ") + 2)))
  .map((command) => filled(command.replace(/^\/usr\/bin\/env /, "")));

/** What Landfall runs for the same app: new version, old one running, no network and no proxy yet. */
const steps = plans().flatMap((plan) => plan.steps.filter(({ stage }) => stage !== "undo"));
const ours = steps.flatMap(commandsOf);
const onServers = steps.filter(isRemote).flatMap(commandsOf);

function plans(): Plan[] {
  const run = {
    ...{ httpPort: 80, httpsPort: 443, metricsPort: undefined, debug: false, logMaxSize: "10m", publish: true, bindIps: [] },
    ...{ registry: facts.REGISTRY, repository: "basecamp/kamal-proxy", version: "v0.9.2", options: {} },
  };
  const config = aConfig({
    image: filled("$REGISTRY/app"),
    registry: aRegistry({ server: filled("$REGISTRY"), username: { secret: "USERNAME" } }),
    roles: [aRole({ hosts: [filled("$HOST")], proxy: aProxy({ run }) })],
    builder: { ...aConfig().builder, driver: "docker" },
  });
  const version = aVersion(filled("$VERSION"));
  const secrets = theSecrets({ TOKEN: "t0ken", USERNAME: "[USERNAME]" });
  const release = aRelease({ config, version, secrets });
  const clone = { from: filled("$APP"), to: filled("$CLONES/app"), revision: version, prefix: "", submodules: true };
  const workspace = { directory: clone.from, clone, builderExists: true, cache: true };
  const containers = ["$OLD_VERSION", "5", "4", "3", "2", "1"].map((each, index) =>
    aContainer({
      version: filled(each),
      id: `${index}123456789ab`,
      state: index === 0 ? "running" : "exited",
      image: filled(`$REGISTRY/app:${each}`),
    }),
  );
  const images = [{ id: "ee10d06ea286", repository: filled("$REGISTRY/app"), tag: "0" }];
  const known = factsOfAll(aFacts(filled("$HOST"), { networks: [], containers, images }));
  return [
    planBuild(release, workspace),
    planPrepare(release, known),
    planDeliver(release, { pullOn: [config.primaryHost], lockWait: undefined }),
    planDeploy(release, known, { prune: true }),
  ];
}

function commandsOf(step: Step): string[] {
  if (!isRemote(step)) return [step.run.argv.join(" ")];
  // Kamal's audit lines are stamped by the deployer's clock, ours by the server's.
  return simpleCommands(step.run.render()).map((command) =>
    command.replace(/^printf %s %s\\n \[\$\(date [^)]*\)\] /, "echo [$TIME] "),
  );
}

/** Whether a command is the one described, of which an ellipsis may leave out the end. */
function isLike(command: string, described: string): boolean {
  const text = filled(described);
  return text.endsWith("…") ? command.startsWith(text.slice(0, -1)) : command === text;
}

describe("a deploy of Kamal's recorded app", () => {
  it.each([...new Set(kamals)])("runs Kamal's own command, or parts from it for a reason: %s", (command) => {
    const difference = differences.find(({ kamal }) => isLike(command, kamal));
    if (difference?.ours !== undefined) expect(ours).toContain(filled(difference.ours));
    if (!difference) expect(ours).toContain(command);
  });

  it.each(differences)("still parts from Kamal's $kamal, because $because", ({ kamal }) => {
    expect(kamals.some((command) => isLike(command, kamal))).toBe(true);
    expect(ours.some((command) => isLike(command, kamal))).toBe(false);
  });

  it("runs no other Docker command on a server, and makes and removes no other file", () => {
    const known = [...differences.flatMap((each) => each.ours ?? []), ...additions.map((each) => each.ours)];
    const others = onServers.filter((command) => /^(docker|mkdir|rm|mv|xargs) /.test(command) && !kamals.includes(command));
    expect(others.filter((command) => !known.some((each) => isLike(command, each)))).toEqual([]);
  });

  it("boots, flips and retires in Kamal's order", () => {
    const boots = [/^docker run --detach/, /^docker exec kamal-proxy/];
    const retires = [/^(xargs )?docker stop/, /^docker tag/, /^docker rm /, /^docker rmi/];
    const milestones = [...boots, ...retires];
    const order = (commands: readonly string[]) => milestones.map((each) => commands.findIndex((command) => each.test(command)));
    expect(order(ours)).toEqual(order(ours).toSorted((a, b) => a - b));
    expect(order(kamals)).toEqual(order(kamals).toSorted((a, b) => a - b));
    expect(order(ours)).not.toContain(-1);
  });
});

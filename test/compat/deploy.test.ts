import { describe, expect, it } from "vitest";
import { planBuild } from "../../src/core/plan/build/push.ts";
import { planClose } from "../../src/core/plan/close.ts";
import { planDeliver } from "../../src/core/plan/deliver.ts";
import { planDeploy } from "../../src/core/plan/deploy.ts";
import { isProbe, isRemote, type Plan, type Step } from "../../src/core/plan/plan.ts";
import { planPrepare } from "../../src/core/plan/prepare.ts";
import { aConfig, aContainer, aFacts, aProxy, aRegistry, aRelease, aRole, aVersion, factsOfAll, theSecrets } from "../support.ts";
import { additions, differences } from "./differences.ts";
import { simpleCommands } from "./simple-commands.ts";
import { filled, readTrace, type Values } from "./trace.ts";

/** What the recording's placeholders stand for here. */
const facts = {
  ...{ SERVICE: "app", REGISTRY: "registry.example.com:5000", IMAGE: "registry.example.com:5000/app", BASE: "debian:13" },
  ...{ VERSION: "a1b2c3d4", OLD_VERSION: "d4c3b2a1", HOST: "10.0.0.1", RANDOM_HEX12: "012345678900", OUTPUT: "$id" },
  ...{ USERNAME: "[USERNAME]", PASSWORD: "[TOKEN]", USER: "ann@example.com", TIME: "$TIME", LOCK: "..." },
  ...{ APP: "/home/ann/app", CLONES: "/tmp/clones", CLONE: "/tmp/clones/app" },
} as const satisfies Values;

/** Commands that real Kamal 2.12 ran in one deploy of an app with one server, as was recorded. */
const kamals = (await readTrace())
  .flat()
  .filter(({ place }) => place !== "upload")
  .flatMap(({ text }) => simpleCommands(text))
  .map((command) => filled(command.replace(/^\/usr\/bin\/env /, ""), facts));

/** What Landfall runs for the same app: new version, old one running, no network and no proxy yet. */
const steps = plans().flatMap((plan) => plan.steps.filter(({ stage }) => stage !== "undo"));
const ours = steps.flatMap(commandsOf);
const onServers = steps.filter(isRemote).flatMap(commandsOf);

function plans(): Plan[] {
  const run = {
    ...{ httpPort: 80, httpsPort: 443, metricsPort: undefined, debug: false, logMaxSize: "10m", publish: true, bindIps: [] },
    ...{ registry: undefined, repository: "basecamp/kamal-proxy", version: "v0.9.2", options: {} },
  };
  const config = aConfig({
    image: facts.IMAGE,
    registry: aRegistry({ server: facts.REGISTRY, username: { secret: "USERNAME" } }),
    roles: [aRole({ hosts: [facts.HOST], proxy: aProxy({ run }) })],
    builder: { ...aConfig().builder, driver: "docker", args: { BASE: facts.BASE } },
  });
  const version = aVersion(facts.VERSION);
  const secrets = theSecrets({ TOKEN: "t0ken", USERNAME: "[USERNAME]" });
  const release = aRelease({ config, version, secrets });
  const clone = {
    from: facts.APP,
    to: facts.CLONE,
    revision: version,
    prefix: "",
    submodules: true,
    abandoned: [],
  };
  const target = { kind: "local", name: undefined } as const;
  const builder = { builder: undefined, context: undefined };
  const workspace = { directory: clone.from, clone, target, builder, cache: true, output: "registry", env: {} };
  const containers = [facts.OLD_VERSION, "5", "4", "3", "2", "1"].map((each, index) =>
    aContainer({
      version: each,
      id: `${index}123456789ab`,
      state: index === 0 ? "running" : "exited",
      image: `${facts.IMAGE}:${each}`,
    }),
  );
  const images = [{ id: "ee10d06ea286", repository: facts.IMAGE, tag: "0" }];
  const known = factsOfAll(aFacts(facts.HOST, { networks: [], containers, images }));
  return [
    planBuild(release, workspace),
    planPrepare(release, known),
    planDeliver(release, { pullOn: [config.primaryHost] }),
    planDeploy(release, known, { prune: true }),
    planClose(release, "{}"),
  ];
}

function commandsOf(step: Step): string[] {
  if (!isRemote(step)) return isProbe(step.run) ? [] : [step.run.argv.join(" ")];
  // Kamal's audit lines are stamped by the deployer's clock, ours by the server's.
  return simpleCommands(step.run.render()).map((command) =>
    command.replace(/^printf %s %s\\n \[\$\(date [^)]*\)\] /, "echo [$TIME] "),
  );
}

/** Whether a command is the one described, of which an ellipsis may leave out the end. */
function isLike(command: string, described: string): boolean {
  const text = filled(described, facts);
  return text.endsWith("…") ? command.startsWith(text.slice(0, -1)) : command === text;
}

describe("a deploy of Kamal's recorded app", () => {
  it.each([...new Set(kamals)])("runs Kamal's own command, or parts from it for a reason: %s", (command) => {
    const difference = differences.find(({ kamal }) => isLike(command, kamal));
    if (difference?.ours !== undefined) expect(ours).toContain(filled(difference.ours, facts));
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

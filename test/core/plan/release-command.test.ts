import { describe, expect, it } from "vitest";
import { cut } from "../../../src/core/config/shards.ts";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { FactsByHost, Release } from "../../../src/core/plan/release.ts";
import { hasBooted } from "../../../src/core/report/serving.ts";
import {
  aConfig,
  aContainer,
  aFacts,
  aLandfall,
  anAccessory,
  anEnv,
  aProxyContainer,
  aRelease,
  aRole,
  aWorker,
  commandOf,
  factsOfAll,
  outline,
  theSecrets,
} from "../../support.ts";
import { aWorld } from "../../world.ts";
import { idsOf, needsOf } from "./deploying.ts";

const landfall = aLandfall({ release: { command: "bin/rails db:migrate", role: "web", timeout: 900 } });
const web = aRole({
  hosts: ["a", "b"],
  env: anEnv({ RAILS_ENV: "production" }, ["DATABASE_PASSWORD"]),
  options: { memory: "2g" },
  logging: { driver: "local", options: {} },
});
const config = aConfig({ roles: [web, aWorker({ hosts: ["b"] })], landfall, volumes: ["/data:/data"] });
const secrets = theSecrets({ DATABASE_PASSWORD: "s3cret", TOKEN: "t0ken" });
const facts = factsOfAll(...["a", "b", "1.1.1.5"].map((host) => aFacts(host, { containers: [aContainer(), aProxyContainer()] })));

const deploying = (over: Partial<Release> = {}, known: FactsByHost = facts, accessories = false): Plan =>
  planDeploy(aRelease({ config, secrets, ...over }), known, { prune: true, isNew: true, accessories });

describe("a release command", () => {
  it("runs once, on the first host of its role, before anything boots", () => {
    const plan = deploying();
    expect(idsOf(plan).filter((id) => id.startsWith("release"))).toEqual(["release web a"]);
    expect([needsOf(plan, "run web a"), needsOf(plan, "run web b")]).toEqual([["release web a"], ["release web a"]]);
  });

  it("runs in the new image as app exec would, with variables as fresh as the containers will have, and is on record", () => {
    const [audit, env, run] = commandOf(deploying(), "release web a").split("\n");
    expect(audit).toMatch(/Executed cmd .*bin\/rails db:migrate.* on app version 999/);
    expect(env).toContain("mv .kamal/apps/app/env/roles/web.env.new .kamal/apps/app/env/roles/web.env");
    expect(run).toBe(
      '( docker run --rm --name app-web-exec-999-012345 --network kamal --env RAILS_ENV="production" --env-file .kamal/apps/app/env/roles/web.env --log-driver "local" --volume /data:/data --memory "2g" acme/app:999 bin/rails db:migrate',
    );
  });

  it("tells no secret", () => {
    expect(commandOf(deploying(), "release web a")).not.toContain("s3cret");
  });

  it("follows the pre-deploy hook, and the accessories that a setup boots", () => {
    const hooks = { directory: "/project", paths: new Map([["pre-deploy", "hooks/pre-deploy"]] as const) };
    expect(needsOf(deploying({ hooks }), "release web a")).toEqual(["hook pre-deploy"]);
    const withDatabase = deploying({ config: { ...config, accessories: [anAccessory()] } }, facts, true);
    expect(needsOf(withDatabase, "release web a")).toContain("boot mysql 1.1.1.5");
  });

  it("leaves everything as it was when it fails", async () => {
    const world = aWorld({ failing: "release web a" });
    const outcomes = await world.execute(deploying());
    expect(world.ran.filter((id) => !id.startsWith("unlock"))).toEqual(["release web a"]);
    expect(hasBooted({ outcomes })).toBe(false);
  });

  it("keeps everything from booting when it fails, whatever a host's failure would do", async () => {
    const world = aWorld({ failing: "release web a" });
    const boot = { limit: { hosts: 1 }, wait: 0, parallelRoles: false };
    await world.execute(deploying({ config: { ...config, boot, landfall: { ...landfall, onFailure: "continue" } } }));
    expect(world.ran.filter((id) => /^(run|flip|retire|tag)/.test(id))).toEqual([]);
  });

  it("is not run for a version that was live before", () => {
    expect(idsOf(planDeploy(aRelease({ config, secrets }), facts, { prune: true })).join()).not.toContain("release");
  });

  it("runs on the first host that the run acts on", () => {
    const [, b] = web.hosts;
    const scope = { hosts: b ? [b.host] : [], roles: ["web"] };
    expect(idsOf(deploying({ config: { ...config, scope } })).filter((id) => id.startsWith("release"))).toEqual([
      "release web b",
    ]);
  });

  it("is the first shard's, for all", () => {
    const release = (index: number): string[] => {
      const shard = { index, count: 2 };
      const part = cut(config, shard);
      if (typeof part === "string") throw new Error(part);
      const fleet = { name: "4711.1.deploy.deploy", shard, hosts: web.hosts.map(({ host }) => host), patience: 900 };
      return outline(deploying({ config: part, fleet })).filter((line) => line.startsWith("release"));
    };
    expect([release(1), release(2)]).toEqual([["release web a ← "], []]);
  });
});

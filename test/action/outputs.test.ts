import { expect, it } from "vitest";
import { startMain } from "./runner.ts";
import { deployInVain } from "./vain-deploy.ts";
import { checkout, deployYml, savedFacts } from "./workspace.ts";

const secrets = JSON.stringify({ REGISTRY_PASSWORD: "registry-passw0rd" });

/** What a dry run of a deploy to these servers tells the job. */
async function previewOf(servers: readonly string[]) {
  const yml = deployYml.replace("  - 192.0.2.1\n", servers.map((server) => `  - ${server}\n`).join(""));
  const facts = { servers: servers.map((host) => ({ ...JSON.parse(savedFacts).servers[0], host })) };
  await using project = await checkout({ "config/deploy.yml": yml, "facts.json": JSON.stringify(facts) });
  const command = `deploy --skip-push --dry-run --facts ${project.directory}/facts.json`;
  return await (await startMain({ workspace: project.directory, with: { command, secrets } })).ended;
}

it("hands on what a dry run would do, as JSON", async () => {
  const { outputs, summary } = await previewOf(["192.0.2.1"]);
  expect(summary).toContain("nothing was done");
  const plan = JSON.parse(outputs.plan ?? "");
  expect(plan).toMatchObject({ command: "deploy", service: "shop", image: `acme/shop:${plan.version}` });
  const stages = plan.stages.map(({ stage }: { readonly stage: string }) => stage);
  expect(stages).toEqual(expect.arrayContaining(["look", "lock", "pull", "boot", "undo"]));
  const { version, image, digest, hosts, url } = outputs;
  expect({ version, image, digest, hosts, url }).toEqual({
    ...{ version: plan.version, image: plan.image, digest: "", hosts: "192.0.2.1", url: "http://shop.example.com" },
  });
});

it("hands on no plan that is more than GitHub takes, and says so", async () => {
  const { exitCode, outputs, annotations } = await previewOf(Array.from({ length: 200 }, (_, index) => `192.0.2.${index}`));
  expect({ exitCode, plan: outputs.plan }).toEqual({ exitCode: 0, plan: undefined });
  expect(annotations).toMatchObject([{ level: "warning", message: expect.stringContaining("The output plan is left out") }]);
});

it("tells the job of a run that failed all that it tells of one that went well", async () => {
  const { exitCode, outputs, summary } = await deployInVain();
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({
    ...{ version: expect.stringMatching(/^[0-9a-f]{40}$/), "previous-version": "", digest: "", hosts: "127.0.0.1" },
    ...{ url: "http://shop.example.com", "preview-url": "", "rolled-back": "false" },
  });
  expect(outputs.image).toBe(`acme/shop:${outputs.version}`);
  expect(JSON.parse(outputs.result ?? "")).toMatchObject({
    ending: "failed",
    version: outputs.version,
    failures: [{ host: "127.0.0.1" }],
  });
  expect(Number(outputs.duration)).toBeGreaterThan(0);
  expect(summary).toContain("## ❌ shop: the deploy of");
});

it("writes no summary where none is asked for", async () => {
  expect((await deployInVain({}, { summary: "false" })).summary).toBe("");
});

it("shows of a run that is to be quiet only what came of it", async () => {
  const { groups, log } = await deployInVain({}, { "log-level": "quiet" });
  expect(groups).toEqual([]);
  expect(log).toContain("ERROR on 127.0.0.1");
});

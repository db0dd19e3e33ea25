import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkout, deployYml, savedFacts } from "../action/workspace.ts";
import { answerIn } from "./in-process.ts";

const twoServers = deployYml.replace("  - 192.0.2.1\n", "  - 192.0.2.1\n  - 192.0.2.2\n");
const server = savedFacts.slice(savedFacts.indexOf("[") + 1, savedFacts.lastIndexOf("]"));
const facts = `{"servers":[${server},${server.replace("192.0.2.1", "192.0.2.2")}]}`;

let project: Awaited<ReturnType<typeof checkout>>;

beforeAll(async () => {
  project = await checkout({
    ...{ "config/deploy.yml": twoServers, ".kamal/secrets": "REGISTRY_PASSWORD=passw0rd\n", "facts.json": facts },
    "config/deploy.local.yml": "registry: { server: localhost:5000 }\n",
    "config/deploy.jobs.yml":
      "servers: { web: [192.0.2.1], jobs: [192.0.2.2] }\nx-landfall: { release: { command: bin/migrate, role: jobs } }\n",
    Dockerfile: "FROM scratch\nLABEL service=shop\n",
  });
});
afterAll(() => project[Symbol.asyncDispose]());

const answer = (...words: readonly string[]) => answerIn(project.directory, ...words);
const dry = (): string[] => ["--dry-run", "--facts", join(project.directory, "facts.json")];

describe("plan", () => {
  it("prints a matrix on one line, of no more shards than there are hosts, and hands it on", async () => {
    expect(await answer("plan", "--shards", "4")).toEqual({
      ...{ text: '{"shard":["1/2","2/2"]}', json: { shard: ["1/2", "2/2"] } },
      output: "plan",
    });
  });

  it("shares out only what was chosen", async () => {
    expect((await answer("plan", "--shards", "4", "-h", "192.0.2.2")).json).toEqual({ shard: ["1/1"] });
  });

  it("shows without shards what a deploy would do", async () => {
    const [, ...saved] = dry();
    const [plan, deploy] = [await answer("plan", ...saved), await answer("deploy", ...dry())];
    const titles = ({ text }: typeof plan): string[] => text.split("\n").filter((line) => /^ {0,4}[A-Za-z]/.test(line));
    expect(titles(plan)).toEqual(titles(deploy));
    expect(plan.text).toContain("docker run");
  });

  it.each([["0"], ["257"]])("makes no matrix of %s", async (shards) => {
    await expect(answer("plan", "--shards", shards)).rejects.toThrow("--shards takes a number from 1 to 256");
  });
});

describe("a shard", () => {
  it("acts on its own hosts, and builds nothing unless it is the first", async () => {
    const { text } = await answer("deploy", "--shard", "2/2", "--fleet", "today", ...dry());
    expect(text).toContain("--name shop-web-");
    expect(text).toContain("192.0.2.2");
    expect(text).not.toContain("docker buildx build");
    expect(text).toContain(".kamal/fleet-shop/today/1.details");
  });

  it("alone is the whole run", async () => {
    const { text } = await answer("deploy", "--shard", "1/1", ...dry());
    expect(text).not.toContain("fleet-shop");
    expect(text).toContain("docker buildx build");
  });

  it.each([
    ["that is none", ["deploy", "--shard", "3/2"], '"3/2" is no shard'],
    ["without a host", ["deploy", "--shard", "3/3", "--fleet", "today"], "There are 2 hosts, too few for 3 shards"],
    ["of a run that has no name", ["deploy", "--shard", "1/2"], "Elsewhere, give all of them the same --fleet NAME"],
    ["of a run whose name is a path", ["deploy", "--shard", "1/2", "--fleet", "../x"], '"../x" is no name for a fleet'],
    ["that finds out its version by itself", ["rollback", "--shard", "1/2", "--fleet", "today"], "takes the version in full"],
    [
      "that could not reach the registry",
      ["deploy", "-d", "local", "--shard", "1/2", "--fleet", "today"],
      "Use a registry that all of them reach",
    ],
    [
      "that follows one without a server for the release command",
      ["deploy", "-d", "jobs", "--shard", "2/2", "--fleet", "today"],
      "the first of 2 shards, which runs bin/migrate for all, has no server of the role jobs",
    ],
  ])("%s is refused", async (_, words, reason) => {
    await expect(answer(...words, ...dry())).rejects.toThrow(reason);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runStep } from "../action/runner.ts";
import { type CacheService, startCacheService } from "../cache-service/server.ts";
import { type Builder, startBuilder } from "../lab/builder/builder.ts";
import { docker, run } from "../lab/command.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { createProject, type Project, type Settings } from "./project.ts";
import { expectSuccess } from "./success.ts";

/** Needs no base image, so that it is built for any architecture on any machine. */
const dockerfile = "FROM scratch AS base\nCOPY app.py /\nFROM base\nCOPY page.html /\n";

/** As buildx tells of a layer that it did not have to make. */
const fromCache = /\[base 1\/1\] COPY app.py \/\n.*CACHED/;

describe("a build", () => {
  let lab: Lab;
  let builder: Builder;
  let service: CacheService;

  beforeAll(async () => {
    lab = await startLab({ name: "build-cache", servers: 0, registry: true });
    builder = await startBuilder(lab);
    service = await startCacheService(lab.registry.address.replace(/\.\d+:\d+$/, ".1"));
  });

  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await lab.down();
  });

  async function aProject(name: string, settings: Settings, env: Readonly<Record<string, string>> = {}): Promise<Project> {
    const usual = { arch: "amd64", driver: "docker" };
    const project = await createProject(lab, {
      ...{ name, env: { ...builder.env, ...env } },
      settings: { servers: ["127.0.0.1"], ...settings, builder: { ...usual, ...Object(settings.builder) } },
    });
    await builder.provideBuildx(project.env.HOME ?? "");
    await project.commit({ Dockerfile: dockerfile, "page.html": name });
    return project;
  }

  const push = (project: Project) => project.landfall("build", "push", "--verbose");

  it("fetches from GitHub's cache service what an earlier one saved, in a step of a workflow", async () => {
    const project = await aProject("second", { builder: { cache: { type: "gha" } } });
    const step = {
      workspace: project.directory,
      with: { command: "build push", secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password }) },
      env: { ...builder.env, ...service.environment("v2"), HOME: project.env.HOME ?? "" },
    };
    const first = (await runStep(step)).main;
    expect({ exitCode: first.exitCode, log: first.exitCode === 0 ? "" : first.log }).toEqual({ exitCode: 0, log: "" });
    expect(first.annotations).toEqual([]);
    expect(service.keys().join("\n")).toMatch(/^index-second-amd64-1-\w+#1$/m);
    await builder.prune();
    expect((await runStep(step)).main.log).toMatch(fromCache);
  });

  it("speaks the service's first version where that is all there is", async () => {
    const project = await aProject("first", { builder: { cache: { type: "gha" } } }, service.environment("v1"));
    expectSuccess(await push(project));
    await builder.prune();
    expect((await push(project)).stderr).toMatch(fromCache);
    expect(service.requests.join("\n")).toContain("204 PATCH /lab/_apis/artifactcache/caches/");
  });

  it("keeps its cache in the registry", async () => {
    const project = await aProject("kept", { builder: { cache: { type: "registry", options: "mode=max" } } });
    const { exitCode, stderr } = await push(project);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("layers could not be");
    expect(await lab.registry.tags("kept-build-cache")).toEqual(["latest"]);
    await builder.prune();
    expect((await push(project)).stderr).toMatch(fromCache);
  });

  it("of a preview reads the app's cache in the registry, and leaves that as it is", async () => {
    const cache = { type: "registry", options: "mode=max" };
    const preview = { host: "pr-{number}.example.com" };
    const project = await aProject("previewed", { builder: { cache }, "x-landfall": { preview } });
    expectSuccess(await push(project));
    const ofApp = await lab.registry.manifest("previewed-build-cache", "latest");
    await project.commit({ "page.html": "of a branch" });
    await builder.prune();
    const { exitCode, stderr } = await project.landfall("build", "push", "--preview", "12", "--verbose");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(fromCache) });
    expect(stderr).not.toContain("layers could not be");
    expect(await lab.registry.tags("previewed-build-cache")).toEqual(["landfall-previews", "latest"]);
    expect(await lab.registry.manifest("previewed-build-cache", "latest")).toBe(ofApp);
  });

  it("goes on without a cache that it may not write to, and says so beside the line", async () => {
    const project = await aProject(
      "refused",
      { builder: { cache: { type: "gha" } } },
      service.environment("v2", { may: ["read"] }),
    );
    const version = await project.commit({});
    const { exitCode, stderr } = await push(project);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/config\/deploy\.yml:\d+:\d+ layers could not be saved: .*permission_denied/);
    expect(await lab.registry.tags("refused")).toContain(version);
  });

  it("goes on without a cache that only jobs have", async () => {
    const project = await aProject("outside", { builder: { cache: { type: "gha" } } });
    await builder.prune();
    const { exitCode, stderr } = await push(project);
    expect(exitCode).toBe(0);
    expect(stderr).not.toMatch(fromCache);
    expect(stderr).toMatch(/config\/deploy\.yml:\d+:\d+ the cache of GitHub Actions is only there in its jobs/);
    expect(stderr).not.toContain("--cache-to");
  });

  it("makes a builder that keeps a cache where the engine's own does not", async () => {
    const settings = { servers: ["127.0.0.1"], builder: { arch: "amd64", driver: "docker", cache: { type: "registry" } } };
    const plan = async (name: string, env: Readonly<Record<string, string>>): Promise<string> =>
      (await (await createProject(lab, { name, settings, env })).landfall("build", "push", "--dry-run")).stdout;
    const made = "buildx create --name kamal-local-docker-container --driver=docker-container";
    const keepsNone = (await docker(["info", "--format", "{{.Driver}}"])) === "overlay2";
    expect((await plan("here", {})).includes(made)).toBe(keepsNone);
    expect(await plan("there", builder.env)).not.toContain(made);
  });

  it("makes an image for every architecture, with its provenance", async () => {
    const project = await aProject("many", { builder: { arch: ["amd64", "arm64"], provenance: "mode=max" } });
    const version = await project.commit({});
    expectSuccess(await push(project));
    const index = (await lab.registry.manifest("many", version)).replaceAll(/\s/g, "");
    for (const part of ['"architecture":"amd64"', '"architecture":"arm64"', '"attestation-manifest"'])
      expect(index).toContain(part);
  });

  it("lends the Dockerfile its secrets and an agent, and leaves neither in the image", async () => {
    await using agent = await startAgent(lab.sshKey.path);
    const settings = { builder: { secrets: ["API_KEY"], ssh: "default", args: { BASE: lab.appBase } } };
    const project = await aProject("lent", settings, { SSH_AUTH_SOCK: agent.socket });
    await builder.addImage(lab.appBase);
    await project.commit({ Dockerfile: lending });
    const { exitCode, stderr } = await push(project);
    expect(exitCode).toBe(0);
    expect(stderr).toContain("the secret has 14 characters, the agent 1 key");
    expect(stderr).not.toContain("k3y-of-the-app");
  });
});

/** Asks the agent how many keys it has: https://datatracker.ietf.org/doc/html/draft-ietf-sshm-ssh-agent (section 4.4). */
const lending = `ARG BASE
FROM \${BASE}
RUN --network=none --mount=type=secret,id=API_KEY --mount=type=ssh python3 -c "\\
import os, socket; \\
agent = socket.socket(socket.AF_UNIX); \\
agent.connect(os.environ['SSH_AUTH_SOCK']); \\
agent.sendall(bytes([0, 0, 0, 1, 11])); \\
secret = open('/run/secrets/API_KEY').read(); \\
print('the secret has', len(secret), 'characters, the agent', agent.makefile('rb').read(9)[8], 'key')"
`;

/** Holds this one key. */
async function startAgent(key: string): Promise<AsyncDisposable & { readonly socket: string }> {
  const said = await run("ssh-agent", ["-s"]);
  const [, socket = ""] = /SSH_AUTH_SOCK=([^;]+)/.exec(said) ?? [];
  const [, pid = ""] = /SSH_AGENT_PID=(\d+)/.exec(said) ?? [];
  const env = { SSH_AUTH_SOCK: socket, SSH_AGENT_PID: pid };
  await run("ssh-add", ["-q", key], { env });
  return { socket, [Symbol.asyncDispose]: async () => void (await run("ssh-agent", ["-k"], { env })) };
}

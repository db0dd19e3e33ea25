import type { Accessory } from "../src/core/config/accessory.ts";
import type { Config, Env, Registry, Role, RoleHost } from "../src/core/config/config.ts";
import { type Digest, isDigest, type PinnedImage } from "../src/core/config/image-reference.ts";
import type { LandfallSettings } from "../src/core/config/landfall.ts";
import { type Host, isHost, isVersion, type Version } from "../src/core/config/names.ts";
import type { ProxySettings } from "../src/core/config/proxy.ts";
import { usualLimits } from "../src/core/config/resolve/landfall.ts";
import type { Container, Facts } from "../src/core/host/facts.ts";
import type { AppContainer } from "../src/core/host/names.ts";
import { isRemote, type Outcome, type Plan, type Step, type StepId } from "../src/core/plan/plan.ts";
import type { FactsByHost, Release } from "../src/core/plan/release.ts";
import { predecessors } from "../src/core/plan/rule.ts";
import { commandText } from "../src/core/report/plans.ts";
import { Secret, type Secrets } from "../src/core/shell/secret.ts";
import type { Shell } from "../src/core/shell/sh.ts";

export function aHost(text: string): Host {
  if (!isHost(text)) throw new TypeError(`${text} is no host`);
  return text;
}

export function aVersion(text: string): Version {
  if (!isVersion(text)) throw new TypeError(`${text} is no version`);
  return text;
}

/** 64 times the same digit. */
export function aDigest(digit: string): Digest {
  const text = `sha256:${digit.repeat(64)}`;
  if (!isDigest(text)) throw new TypeError(`${digit} is no hexadecimal digit`);
  return text;
}

/** acme/other:77 at ghcr.io, which is not the registry of aConfig(). */
export const aPrebuilt = (over: Partial<PinnedImage> = {}): PinnedImage => ({
  ...{ server: "ghcr.io", path: "acme/other", tag: "77", digest: aDigest("1") },
  ...over,
});

export const aSecret = (value: string, name = "SECRET"): Secret => new Secret(name, value);

/** Secrets by name, as a run has them. */
export const theSecrets = (values: Readonly<Record<string, string>>): Secrets =>
  new Map(Object.entries(values).map(([name, value]) => [name, new Secret(name, value)]));

export const aProxy = (over: Partial<ProxySettings> = {}): ProxySettings => ({
  hosts: [],
  appPort: 80,
  ssl: false,
  certificate: undefined,
  sslRedirect: undefined,
  forwardHeaders: undefined,
  responseTimeout: undefined,
  pathPrefixes: [],
  stripPathPrefix: undefined,
  healthcheck: { interval: undefined, timeout: undefined, path: undefined },
  buffering: { requests: true, responses: true, memory: undefined, maxRequestBody: undefined, maxResponseBody: undefined },
  logging: { requestHeaders: ["Cache-Control", "Last-Modified", "User-Agent"], responseHeaders: [] },
  run: undefined,
  ...over,
});

export const anEnv = (clear: Env["clear"] = {}, secrets: readonly string[] = []): Env => ({
  clear,
  secrets: secrets.map((name) => ({ name, secret: name })),
});

type RoleOverrides = Partial<Omit<Role, "hosts">> & { readonly hosts?: readonly (string | RoleHost)[] };

/** A role named web that takes traffic on 1.1.1.1. */
export const aRole = ({ hosts = ["1.1.1.1"], ...over }: RoleOverrides = {}): Role => ({
  name: "web",
  hosts: hosts.map((host) => (typeof host === "string" ? { host: aHost(host), tags: [] } : host)),
  cmd: undefined,
  stopTimeout: undefined,
  restart: "unless-stopped",
  options: {},
  logging: { driver: undefined, options: { "max-size": "10m" } },
  labels: {},
  env: anEnv(),
  proxy: aProxy(),
  assetPath: undefined,
  ...over,
});

/** A role without a proxy. */
export const aWorker = (over: RoleOverrides = {}): Role => aRole({ name: "workers", proxy: undefined, cmd: "bin/jobs", ...over });

/** The accessory mysql, on 1.1.1.5 unless other hosts are named. */
export const anAccessory = ({
  hosts = ["1.1.1.5"],
  ...over
}: Partial<Omit<Accessory, "hosts">> & { readonly hosts?: readonly string[] } = {}): Accessory => ({
  ...{ name: "mysql", service: `app-${over.name ?? "mysql"}`, image: "mysql:8.0", registry: undefined },
  hosts: hosts.map((host) => ({ host: aHost(host), tags: [] })),
  ...{ cmd: undefined, port: undefined, network: "kamal", restart: "unless-stopped", labels: {}, options: {}, env: anEnv() },
  ...{ logging: { driver: undefined, options: {} }, volumes: [], files: [], directories: [], proxy: undefined },
  ...over,
});

/** The service "app" of the image "acme/app" on Docker Hub, one web role on 1.1.1.1, and Kamal's defaults. */
export function aConfig(over: Partial<Config> = {}): Config {
  const roles = over.roles ?? [aRole()];
  return {
    service: "app",
    destination: undefined,
    image: "acme/app",
    registry: aRegistry(),
    builder: {
      ...{ arch: ["amd64"], driver: "docker-container", local: true, remote: undefined, context: undefined },
      ...{ dockerfile: "Dockerfile", target: undefined, args: {}, secrets: [], ssh: undefined },
      ...{ provenance: undefined, sbom: undefined, cache: undefined, pack: undefined },
    },
    roles,
    primaryRole: roles[0]?.name ?? "web",
    primaryHost: roles[0]?.hosts[0]?.host ?? aHost("1.1.1.1"),
    accessories: [],
    ssh: {
      ...{ user: "root", port: 22, proxy: undefined, proxyCommand: undefined, keysOnly: false, keys: [], keyData: [] },
      ...{ config: false, forwardAgent: true, maxConcurrentStarts: 30 },
    },
    boot: { limit: undefined, wait: 0, parallelRoles: false },
    volumes: [],
    logging: { driver: undefined, options: { "max-size": "10m" } },
    envTags: {},
    aliases: {},
    hooksPath: ".kamal/hooks",
    secretsPath: ".kamal/secrets",
    errorPagesPath: undefined,
    retainContainers: 5,
    readinessDelay: 7,
    deployTimeout: 30,
    drainTimeout: 30,
    stopTimeout: undefined,
    hooksOutput: undefined,
    output: { otelEndpoint: undefined, filePath: undefined },
    landfall: aLandfall(),
    ...over,
  };
}

/** No `x-landfall` at all. */
export const aLandfall = (over: Partial<LandfallSettings> = {}): LandfallSettings => ({
  ...{ engine: "kamal-proxy", proxyImage: undefined, logsOut: false, onFailure: "rollback", maxFailures: { hosts: 0 } },
  ...{ acme: undefined, release: undefined, verify: undefined, timeLimits: usualLimits, preview: undefined },
  ...over,
});

export const aRegistry = (over: Partial<Registry> = {}): Registry => ({
  ...{ server: undefined, username: { literal: "acme" }, password: { secret: "TOKEN" }, local: false },
  ...over,
});

/** The first role's container of version 999 on its first host. */
export function anApp(config: Config = aConfig(), version = "999"): AppContainer {
  const role = config.roles[0] ?? aRole();
  return { config, role, host: role.hosts[0]?.host ?? config.primaryHost, version: aVersion(version) };
}

/** A container of `web`, version 123, that runs. */
export function aContainer(over: Partial<Container> & { readonly version?: string } = {}): Container {
  const { version = "123", role = "web", service = "app", destination = "", ...rest } = over;
  const name = [service, role, ...(destination === "" ? [] : [destination]), version].join("-");
  return {
    ...{ id: `id-${version}`, name, state: "running", status: "Up 3 hours", image: `acme/app:${version}` },
    ...{ service, role, destination },
    ...rest,
  };
}

/** Kamal's proxy as `docker ps` shows it. */
export const aProxyContainer = (image = "basecamp/kamal-proxy:v0.9.2", state = "running"): Container =>
  aContainer({ id: "id-proxy", name: "kamal-proxy", image, state, service: "", role: "", destination: "" });

/** A server that is ready to be deployed to, and runs nothing of ours yet. */
export const aFacts = (host = "1.1.1.1", over: Partial<Facts> = {}): Facts => ({
  host: aHost(host),
  clock: 1_800_000_000,
  dockerInstalled: true,
  docker: { version: "28.5.2", architecture: "amd64" },
  diskFree: 10_000_000,
  networks: ["kamal"],
  containers: [aProxyContainer()],
  images: [],
  ...over,
});

export const factsOfAll = (...facts: readonly Facts[]): FactsByHost => new Map(facts.map((each) => [each.host, each]));

/** Version 999 of aConfig(), deployed by ann@example.com. */
export const aRelease = (over: Partial<Release> = {}): Release => ({
  config: aConfig(),
  verb: "deploy",
  performer: "ann@example.com",
  hooks: { directory: "/project", paths: new Map() },
  errorPages: [],
  secrets: theSecrets({ TOKEN: "t0ken" }),
  version: aVersion("999"),
  ...over,
  lock: {
    lockedBy: "Ann",
    at: "2026-01-02T03:04:05Z",
    version: over.version ?? aVersion("999"),
    message: "Automatic deploy lock",
    run: { url: undefined, id: undefined, attempt: undefined, machine: "runner-1", step: undefined, token: "0123456789abcdef" },
    ...over.lock,
  },
});

/** A plan as a reader sees it: one line a step, with what it waits for; for clean-ups also when they run. */
export const outline = ({ steps }: Plan): string[] =>
  steps.map((step) => `${step.id} ← ${predecessors(step).join(", ")}${conditions(step)}`);

function conditions({ cleansUp }: Step): string {
  if (!cleansUp) return "";
  const { onlyIfFailed, onlyIfEnded, unlessCancelled } = cleansUp;
  if (unlessCancelled) return " (unless cancelled)";
  if (!onlyIfFailed && !onlyIfEnded) return " (always)";
  const failed = onlyIfFailed && `unless ${onlyIfFailed.join(" and ")} succeeded`;
  const undone = onlyIfEnded?.map(({ step, as }) => `${step} ${as.join(" or ")}`).join(" or ");
  return ` (${[failed, undone].filter((text) => text !== undefined).join("; ")})`;
}

export const endings = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ step, status }) => `${step.id}: ${status}`);

/** The step of that name. */
export function stepOf({ steps }: Plan, id: string): Step {
  const found = steps.find((step) => step.id === id);
  if (!found) throw new Error(`The plan has no step ${id}, but ${steps.map((step): StepId => step.id).join("; ")}`);
  return found;
}

/** What a step of that name runs on its server. */
export function shellOf(plan: Plan, id: string): Shell {
  const step = stepOf(plan, id);
  if (isRemote(step)) return step.run;
  throw new TypeError(`${id} runs on no server`);
}

/** A step's command as people see it. */
export const commandOf = (plan: Plan, id: string): string => String(stepOf(plan, id).run);

/** Every command of a plan as people see it, in order. */
export const commandsOf = ({ steps }: Plan): string[] => steps.map(commandText);

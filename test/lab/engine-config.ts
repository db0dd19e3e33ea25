/** Run as root by engine.ts: adds registries to those that this machine's engine trusts without TLS, or takes them away. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { docker } from "./command.ts";
import { distrusting, type EngineConfig, readEngineConfig, trusting } from "./daemon-json.ts";

const FILE = "/etc/docker/daemon.json";
const PROCESS = "/var/run/docker.pid";

const [verb, ...subnets] = process.argv.slice(2);
const before = readEngineConfig(existsSync(FILE) ? readFileSync(FILE, "utf8") : "{}");

if (verb === "trust") {
  const config = trusting(before, subnets);
  save(config);
  await reloaded((trusted) => subnets.every((subnet) => trusted.includes(subnet)));
} else if (subnets.some((subnet) => before["insecure-registries"]?.includes(subnet))) {
  const config = distrusting(before, subnets);
  // A reload leaves a setting as it is when the file no longer names it: the shorter list must be read once, be it empty.
  save({ "insecure-registries": [], ...config });
  await reloaded((trusted) => !subnets.some((subnet) => trusted.includes(subnet)));
  save(config);
}

function save(config: EngineConfig): void {
  mkdirSync("/etc/docker", { recursive: true });
  if (Object.keys(config).length === 0) rmSync(FILE, { force: true });
  else writeFileSync(FILE, `${JSON.stringify(config, undefined, 2)}\n`);
}

async function reloaded(done: (trusted: string) => boolean): Promise<void> {
  process.kill(Number(readFileSync(PROCESS, "utf8")), "SIGHUP");
  for (let attempt = 0; attempt < 100; attempt++) {
    if (done(await docker(["info", "--format", "{{json .RegistryConfig.InsecureRegistryCIDRs}}"]))) return;
    await sleep(50);
  }
  throw new Error(`The Docker engine does not take its changed ${FILE}`);
}

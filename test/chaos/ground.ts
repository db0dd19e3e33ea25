import { createProject, type Project } from "../e2e/project.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { RELAY_SSH_PORT } from "../lab/relay.ts";
import type { Names } from "./boundary.ts";
import { called } from "./deployer.ts";
import { type Jobs, startJobs } from "./jobs.ts";
import { newVersion } from "./journey.ts";
import { type FrontProxy, type ProxyName, proxies } from "./proxy.ts";
import type { Station } from "./station.ts";
import { layWire } from "./wire.ts";

export const SERVICE = "chaos";
export const HOSTS = 2;

/** Servers under an app that has been deployed there, and what it takes to deploy to them. */
export interface Ground extends AsyncDisposable {
  readonly lab: Lab;
  readonly project: Project;
  readonly jobs: Jobs;
  readonly stations: readonly Station[];
  readonly proxy: FrontProxy;
  readonly names: Names;
  /** The versions that were live on every server, the newest last. */
  readonly lived: string[];
}

/** Starts a lab and sets its servers up. @throws Error when that fails: nothing was caused then that could have made it */
export async function openGround(options: { readonly lab: string; readonly proxy: ProxyName }): Promise<Ground> {
  const proxy = proxies[options.proxy];
  const starting = startLab({ name: options.lab, servers: HOSTS, registry: true });
  const [lab, image] = await Promise.all([starting, proxy.image()]);
  try {
    await Promise.all(lab.servers.map((server) => server.addImage(image)));
    return await prepared(lab, proxy);
  } catch (error) {
    await lab.down();
    throw error;
  }
}

async function prepared(lab: Lab, proxy: FrontProxy): Promise<Ground> {
  const stations = await Promise.all(lab.servers.map(async (server) => ({ server, wire: await layWire(lab, server) })));
  const jobs = await startJobs();
  const project = await createProject(lab, { name: SERVICE, settings: { ...settingsOf(lab, stations), ...proxy.settings } });
  const names = {
    ...Object.fromEntries(stations.map(({ server, wire }) => [wire.host, server.name])),
    [lab.registry.address]: "registry",
  };
  const dispose = async (): Promise<void> => {
    await jobs[Symbol.asyncDispose]();
    await lab.down();
  };
  const ground = { ...{ lab, project, jobs, stations, proxy, names }, lived: [], [Symbol.asyncDispose]: dispose };
  await setUp(ground);
  return ground;
}

function settingsOf({ registry, sshKey }: Lab, stations: readonly Station[]) {
  const hosts = stations.map(({ wire }) => wire.host);
  return {
    servers: hosts,
    ssh: { keys: [sshKey.path], config: false, port: RELAY_SSH_PORT },
    deploy_timeout: 10,
    accessories: { store: { image: `${registry.address}/${SERVICE}:latest`, host: hosts[0], cmd: "sleep 100000" } },
  };
}

/** Two versions, so that there is one to go back to. @throws Error when one does not get through */
export async function setUp(ground: Ground): Promise<void> {
  await deployed(ground, "setup");
  await deployed(ground, "deploy");
}

/** Makes a new version live everywhere, without a fault. @throws Error when it does not get through */
export async function deployed(ground: Ground, verb: "setup" | "deploy"): Promise<void> {
  const version = await newVersion(ground);
  const { exitCode, output } = await called(ground, [verb]);
  if (exitCode !== 0) throw new Error(`Without a fault, a ${verb} failed:\n${output}`);
  ground.lived.push(version);
}

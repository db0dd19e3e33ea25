import { createProject, type Project } from "../e2e/project.ts";
import { run } from "../lab/command.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { Server } from "../lab/server.ts";
import { program } from "./landfall.ts";
import { countSessions } from "./sessions.ts";

export const SERVICE = "bench";

/** What all contenders deploy from, and to. */
export interface Ground {
  readonly lab: Lab;
  readonly project: Project;
  /** registry/name. */
  readonly image: string;
  /** The app's, as an env file. */
  readonly environment: string;
}

/** Starts servers and makes ready what people do once, before any deploy: log in, and put the environment on each server. */
export async function openGround(servers: number, startDelay: number): Promise<Ground> {
  const [lab, tag] = await Promise.all([startLab({ name: SERVICE, servers, registry: true }), buildKamalProxyImage()]);
  const env = { clear: { START_DELAY_MS: String(startDelay) }, secret: ["API_KEY"] };
  const project = await createProject(lab, { name: SERVICE, settings: { env }, program });
  // So that a deploy changes one tiny layer, however many commits there are.
  await project.commit({ ".dockerignore": ".git\n" });
  const environment = `START_DELAY_MS=${startDelay}\nAPI_KEY=k3y-of-the-app\n`;
  const { address, username, password } = lab.registry;
  const login = `docker login ${address} --username ${username} --password-stdin`;
  await run("sh", ["-c", login], { input: password, env: project.env });
  const prepare = async (server: Server): Promise<void> => {
    await server.addImage(tag);
    await server.exec(`printf %s '${password}' | ${login} && printf %s '${environment}' >bench.env`);
    await countSessions(server);
  };
  await Promise.all(lab.servers.map(prepare));
  return { lab, project, image: `${address}/${SERVICE}`, environment };
}

/** Removes the images that deploys left on this machine; those on the servers go with the lab. */
export async function tidy({ image }: Ground): Promise<void> {
  const forEach = `docker image ls --quiet "$1" | sort --unique | xargs --no-run-if-empty docker image rm --force`;
  await run("sh", ["-c", forEach, "sh", image]);
}

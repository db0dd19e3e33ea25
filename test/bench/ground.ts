import { createProject, type Project } from "../e2e/project.ts";
import { run } from "../lab/command.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import type { Lab } from "../lab/lab.ts";
import { program } from "../setup/program.ts";
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

/** Does what people do once, before any deploy: log in, and put the environment on each server. @param startDelay milliseconds */
export async function prepareGround(lab: Lab, startDelay: number): Promise<Ground> {
  const { address, username, password } = lab.registry;
  const env = { clear: { START_DELAY_MS: String(startDelay) }, secret: ["API_KEY"] };
  const environment = `START_DELAY_MS=${startDelay}\nAPI_KEY=k3y-of-the-app\n`;
  const project = await createProject(lab, { name: SERVICE, settings: { env }, program });
  // So that a deploy changes one tiny layer, however many commits there are.
  await project.commit({ ".dockerignore": ".git\n" });
  const login = `docker login ${address} --username ${username} --password-stdin`;
  await run("sh", ["-c", login], { input: password, env: project.env });
  const tag = await buildKamalProxyImage();
  await Promise.all(
    lab.servers.map(async (server) => {
      await server.addImage(tag);
      await server.exec(`printf %s '${password}' | ${login} && printf %s '${environment}' >bench.env`);
      await countSessions(server);
    }),
  );
  return { lab, project, image: `${address}/${SERVICE}`, environment };
}

import { randomBytes } from "node:crypto";
import { docker } from "./command.ts";
import { images } from "./image.ts";
import { labelled, ownedName } from "./label.ts";
import { assertIsHere, type Network } from "./network.ts";

/** An image registry of the lab, over plain HTTP with a password. */
export interface Registry {
  /** host:port, the same for this machine's engine and for the servers'. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** The tags of a repository, sorted; none for one that nobody pushed. */
  tags(repository: string): Promise<readonly string[]>;
  /** What it says an image is made of, as JSON: an index where it is for several architectures. */
  manifest(repository: string, tag: string): Promise<string>;
}

const PORT = 5000;
const MANIFESTS = ["application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json", "*/*"].join(", ");

/** Starts the registry; resolves when it answers a request that carries its password. */
export async function startRegistry(lab: string, network: Network, machine: number): Promise<Registry> {
  const host = network.address(machine);
  const login = { username: "lab", password: randomBytes(12).toString("base64url") };
  const place = ["--network", network.name, "--ip", host];
  const env = { REGISTRY_USERNAME: login.username, REGISTRY_PASSWORD: login.password };
  const names = Object.keys(env).flatMap((name) => ["--env", name]);
  await docker(["run", "--detach", "--name", ownedName(lab, "registry"), ...labelled(lab), ...place, ...names, images.registry], {
    env,
  });
  assertIsHere(network);

  const get = (path: string) => {
    const authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
    return fetch(`http://${host}:${PORT}/v2/${path}`, {
      headers: { accept: MANIFESTS, authorization },
      signal: AbortSignal.timeout(5000),
    });
  };
  await untilItAnswers(() => get(""));
  return {
    ...{ address: `${host}:${PORT}`, ...login },
    tags: async (repository) => tagsOf(await get(`${repository}/tags/list`)),
    manifest: async (repository, tag) => (await get(`${repository}/manifests/${tag}`)).text(),
  };
}

async function untilItAnswers(ask: () => Promise<Response>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask().catch((error: unknown) => error);
    if (answer instanceof Response && answer.ok) return;
    if (attempt === 50) throw new Error("The lab's registry does not answer", { cause: answer });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function tagsOf(response: Response): Promise<readonly string[]> {
  if (response.status === 404) return [];
  const body: unknown = await response.json();
  if (typeof body !== "object" || body === null || !("tags" in body))
    throw new Error(`The registry answered ${JSON.stringify(body)}`);
  // Deleting the last tag of a repository leaves "tags": null behind.
  return Array.isArray(body.tags) ? body.tags.map(String).sort() : [];
}

import { docker, lines } from "./command.ts";
import { ensureImages, images } from "./image.ts";

/** The image that Kamal serves a local registry from, and what it calls the container. */
const image = "registry:3";
const container = "kamal-docker-registry";

/** The lab's registry without its password. */
const dockerfile = `FROM ${images.registry}
RUN sed -i '/^auth:/,$d' /etc/registry.yml
ENTRYPOINT ["docker-registry", "serve", "/etc/registry.yml"]
`;

/** A registry on this machine's localhost that the product may start. */
export interface LocalRegistry extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
}

/** Starts nothing: it makes sure that the product can. Throws where this machine has such a registry of its own. */
export async function provideLocalRegistry(port: number): Promise<LocalRegistry> {
  await ensureImages();
  const present = await docker(["container", "ls", "--all", "--filter", `name=^${container}$`, "--format", "{{.Ports}}"]);
  if (lines(present).some((ports) => !ports.includes(`:${port}->`)))
    throw new Error(`The container ${container} of this machine is not this test's: it would be used, and removed`);
  await remove();
  const standIn = (await docker(["image", "ls", "--quiet", image])) === "";
  if (standIn) await docker(["buildx", "--builder", "default", "build", "--quiet", "--tag", image, "-"], { input: dockerfile });
  const address = `localhost:${port}`;
  const dispose = async (): Promise<void> => {
    await Promise.all([remove(), removeImages(address)]);
    // Nobody is to take it for the real one.
    if (standIn) await docker(["image", "rm", "--force", image]);
  };
  return { address, port, [Symbol.asyncDispose]: dispose };
}

async function remove(): Promise<void> {
  await docker(["rm", "--force", "--volumes", container]);
}

/** What was built for it, on this machine's engine. */
async function removeImages(address: string): Promise<void> {
  const built = await docker(["image", "ls", "--filter", `reference=${address}/*`, "--format", "{{.Repository}}:{{.Tag}}"]);
  await Promise.all(lines(built).map((image) => docker(["image", "rm", "--force", image])));
}

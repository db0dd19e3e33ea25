import { createHash } from "node:crypto";
import { chmod, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { docker, run } from "../command.ts";
import { images } from "../image.ts";
import type { Lab } from "../lab.ts";
import { labelled, ownedName } from "../label.ts";

/** A second Docker engine to build with, which can write its cache to GitHub's service and to registries. */
export interface Builder {
  /** Makes `docker` use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts the buildx that goes with it into a person's home. */
  provideBuildx(home: string): Promise<void>;
  /** Forgets all that was built. */
  prune(): Promise<void>;
  /** Copies an image from this machine's engine into it. */
  addImage(tag: string): Promise<void>;
}

const IMAGE = "landfall-lab-builder";
const HERE = import.meta.dirname;
const PLUGIN = "docker-buildx";

/** Starts it beside a lab's registry; it goes with the lab. Resolves when it answers. */
export async function startBuilder(lab: Lab): Promise<Builder> {
  await buildImage();
  const container = ownedName(lab.name, "builder");
  const folder = join(lab.folder, "engine");
  await mkdir(folder);
  const network = ownedName(lab.name, "network");
  const subnet = lab.registry.address.replace(/\.\d+:\d+$/, ".0/24");
  const place = ["--network", network, "--volume", `${folder}:/engine`, "--env", `TRUSTED_REGISTRIES=${subnet}`];
  await docker([
    "run",
    "--detach",
    "--init",
    "--privileged",
    "--tmpfs",
    "/run",
    "--name",
    container,
    ...labelled(lab.name),
    ...place,
    IMAGE,
  ]);
  const env = { DOCKER_HOST: `unix://${join(folder, "docker.sock")}` };
  await answers(env);
  return {
    env,
    provideBuildx: async (home) => {
      const plugins = join(home, ".docker/cli-plugins");
      await mkdir(plugins, { recursive: true });
      await docker(["cp", "--quiet", `${container}:/usr/libexec/docker/cli-plugins/${PLUGIN}`, join(plugins, PLUGIN)]);
      await chmod(join(plugins, PLUGIN), 0o755);
    },
    prune: async () => void (await docker(["builder", "prune", "--all", "--force"], { env })),
    addImage: async (tag) => {
      const copy = 'docker save "$1" | docker exec --interactive "$2" docker --host unix:///engine/docker.sock load --quiet';
      await run("sh", ["-c", copy, "sh", tag, container]);
    },
  };
}

/** Rebuilt when one of its files has changed. */
async function buildImage(): Promise<void> {
  const hash = createHash("sha256").update(images.server);
  for (const name of ["Dockerfile", "sid.sh", "entry.sh"]) hash.update(await readFile(join(HERE, name)));
  const source = hash.digest("hex").slice(0, 12);
  const label = ["image", "inspect", "--format", '{{index .Config.Labels "landfall.lab.source"}}', IMAGE];
  if ((await docker(label).catch(() => "")) === source) return;
  const inputs = [`BASE=${images.server}`, `SOURCE=${source}`].flatMap((input) => ["--build-arg", input]);
  const setup = ["--build-context", `setup=${join(HERE, "../../setup")}`];
  await docker(["buildx", "--builder", "default", "build", "--quiet", ...inputs, ...setup, "--tag", IMAGE, HERE]);
}

async function answers(env: Readonly<Record<string, string>>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await docker(["version"], { env }).catch((error: unknown) => error);
    if (typeof answer === "string") return;
    if (attempt === 100) throw new Error("The lab's builder does not answer", { cause: answer });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { docker, run } from "../../lab/command.ts";
import { ownedName } from "../../lab/label.ts";
import { type Fault, nothing, type Scene } from "../fault.ts";
import { type Ground, SERVICE } from "../ground.ts";

const here = { where: "registry" } as const;
const tell = (verb: string) => (scene: Scene) => docker([verb, ownedName(scene.ground.lab.name, "registry")]);

export const registryFaults: readonly Fault[] = [
  { ...here, name: "registry-down", means: "the registry is down", cause: tell("kill"), heal: tell("start") },
  {
    ...here,
    name: "registry-silent",
    means: "the registry says nothing for 10 s",
    lasts: 10,
    cause: tell("pause"),
    heal: tell("unpause"),
  },
  {
    ...here,
    name: "image-missing",
    means: "the registry has lost the image",
    comes: "under way",
    journeys: ["deploy", "setup"],
    cause: onTags((wanted) => `rm -rf ${wanted}`),
    heal: nothing,
  },
  {
    ...here,
    name: "image-swapped",
    means: "somebody pushes another image under the version's name",
    comes: "under way",
    journeys: ["deploy", "setup"],
    cause: onTags((wanted, old) => `[ ! -e ${wanted} ] || cp ${old}/current/link ${wanted}/current/link`),
    heal: nothing,
  },
  {
    ...here,
    name: "wrong-password",
    mustFail: true,
    means: "the registry's password has been changed",
    comes: "at the start",
    journeys: ["deploy", "setup"],
    cause: ({ ground }) => change(ground, ground.lab.registry.password, "old-password"),
    heal: ({ ground }) => change(ground, "old-password", ground.lab.registry.password),
  },
];

/** In the registry's own files: where it notes what it has under the new version's name, and under that of the one before. */
function onTags(command: (wanted: string, old: string) => string): Fault["cause"] {
  return async ({ ground }) => {
    const { lab, project, lived } = ground;
    const tags = `/var/lib/registry/docker/registry/v2/repositories/${SERVICE}/_manifests/tags`;
    const version = await run("git", ["-C", project.directory, "rev-parse", "HEAD"]);
    const script = command(`${tags}/${version}`, `${tags}/${lived.at(-1)}`);
    await docker(["exec", ownedName(lab.name, "registry"), "sh", "-c", script]);
  };
}

async function change({ project }: Ground, from: string, to: string): Promise<void> {
  const file = join(project.directory, ".kamal/secrets");
  await writeFile(file, (await readFile(file, "utf8")).replace(from, to));
}

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { docker } from "../../lab/command.ts";
import { ownedName } from "../../lab/label.ts";
import type { Fault, Scene } from "../fault.ts";
import type { Ground } from "../ground.ts";

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
    name: "wrong-password",
    mustFail: true,
    means: "the registry's password has been changed",
    comes: "at the start",
    journeys: ["deploy", "setup"],
    cause: ({ ground }) => change(ground, ground.lab.registry.password, "old-password"),
    heal: ({ ground }) => change(ground, "old-password", ground.lab.registry.password),
  },
];

async function change({ project }: Ground, from: string, to: string): Promise<void> {
  const file = join(project.directory, ".kamal/secrets");
  await writeFile(file, (await readFile(file, "utf8")).replace(from, to));
}

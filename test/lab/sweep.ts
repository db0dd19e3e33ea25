import { rm } from "node:fs/promises";
import { docker, lines } from "./command.ts";
import { distrustRegistries } from "./engine.ts";
import { labFolder } from "./key.ts";
import { LABEL } from "./label.ts";
import { removeGuard } from "./network.ts";

/** Removes all that a lab made, whoever made it and however far it got. */
export async function removeLab(lab: string): Promise<void> {
  const mine = ["--filter", `label=${LABEL}=${lab}`];
  await each(["container", "ls", "--all", "--quiet", ...mine], (id) => docker(["rm", "--force", "--volumes", id]));
  await Promise.all([
    removeNetwork(mine),
    each(["volume", "ls", "--quiet", ...mine], (id) => docker(["volume", "rm", "--force", id])),
  ]);
  await rm(labFolder(lab), { recursive: true, force: true });
}

async function removeNetwork(mine: readonly string[]): Promise<void> {
  const subnet = "{{range .IPAM.Config}}{{.Subnet}}{{end}}";
  const ids = lines(await docker(["network", "ls", "--quiet", ...mine]));
  const subnets = await Promise.all(ids.map((id) => docker(["network", "inspect", "--format", subnet, id])));
  await Promise.all(subnets.map(removeImages));
  await distrustRegistries(subnets);
  await Promise.all(ids.map((id) => docker(["network", "rm", id])));
}

/** What was built for the lab's registry, on this machine's engine. One that has lost its tag goes by its id, if it has not gone yet. */
async function removeImages(subnet: string): Promise<void> {
  const registries = `${subnet.replace(/\.\d+\/\d+$/, "")}.*/*`;
  const name = '{{if eq .Tag "<none>"}}{{.ID}}{{else}}{{.Repository}}:{{.Tag}}{{end}}';
  await each(["image", "ls", "--filter", `reference=${registries}`, "--format", name], (image) =>
    docker(["image", "rm", "--force", image]).catch(() => undefined),
  );
}

async function each(list: readonly string[], action: (id: string) => Promise<unknown>): Promise<void> {
  await Promise.all(lines(await docker(list)).map(action));
}

/** The names of the labs that this machine has, whole or in pieces. */
export async function labNames(): Promise<readonly string[]> {
  const format = ["--filter", `label=${LABEL}`, "--format", `{{.Label "${LABEL}"}}`];
  const kinds = [
    ["container", "ls", "--all"],
    ["network", "ls"],
    ["volume", "ls"],
  ];
  const found = await Promise.all(kinds.map((kind) => docker([...kind, ...format])));
  return [...new Set(found.flatMap(lines))].sort();
}

/** Removes every lab of this machine, and the route that guards their addresses. */
export async function removeAllLabs(): Promise<void> {
  for (const lab of await labNames()) await removeLab(lab);
  await removeGuard();
}

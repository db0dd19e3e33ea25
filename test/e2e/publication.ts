import { join } from "node:path";
import { docker } from "../lab/command.ts";
import type { Lab } from "../lab/lab.ts";

/** Puts the app's base into the lab's registry, so that servers have to log in to pull it. @returns how it is called there */
export async function publish(lab: Lab, name: string): Promise<string> {
  const { address, username, password } = lab.registry;
  const image = `${address}/${name}`;
  const config = ["--config", join(lab.folder, "docker")];
  await docker([...config, "login", "--username", username, "--password", password, address]);
  await docker(["tag", lab.appBase, image]);
  await docker([...config, "push", "--quiet", image]);
  await docker(["rmi", image]);
  return image;
}

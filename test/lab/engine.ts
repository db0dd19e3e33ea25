import { join } from "node:path";
import { runAsRoot } from "./command.ts";

/** Lets this machine's engine push to the lab's registry over plain HTTP. Labs that start at once take turns. */
export function trustRegistries(subnet: string): Promise<void> {
  return change("trust", [subnet]);
}

/** Takes that back: the engine's configuration is then what it was. */
export async function distrustRegistries(subnets: readonly string[]): Promise<void> {
  if (subnets.length > 0) await change("distrust", subnets);
}

async function change(verb: "trust" | "distrust", subnets: readonly string[]): Promise<void> {
  const program = join(import.meta.dirname, "engine-config.ts");
  await runAsRoot(`flock /run/landfall-lab-engine.lock '${process.execPath}' '${program}' ${verb} ${subnets.join(" ")}`);
}

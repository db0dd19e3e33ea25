import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { duration } from "../../src/core/report/table.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { engines } from "./engines.ts";
import type { EngineName } from "./options.ts";
import type { Screen } from "./screen.ts";

const NAME = "demo";
const LAB_PROGRAM = join(import.meta.dirname, "../lab/cli.ts");

/** Starts the demo's lab, with the proxy's image on its servers. */
export async function openLab(engine: EngineName, screen: Screen): Promise<Lab> {
  screen.heading("Starting two servers and a registry, in containers on this machine");
  screen.aside("The first time, their images are built: that takes minutes.");
  const startedAt = performance.now();
  const tag = await engines[engine].image();
  const lab = await startLab({ name: NAME, servers: 2, registry: true });
  // Servers of a lab reach nothing but their registry, so the proxy's image is brought to them.
  await Promise.all(lab.servers.map((server) => server.addImage(tag)));
  screen.heading(`Two servers and a registry are up (${duration(performance.now() - startedAt)})`);
  for (const { name, address } of lab.servers) screen.line(`${name}  ${address}`);
  screen.line(`registry  ${lab.registry.address}`);
  screen.line(`In front of the app on each server: ${engine}`);
  return lab;
}

/** Removes the demo's lab, however far it got; throws when something of it is left. */
export async function takeDown(screen: Screen): Promise<void> {
  // Detached, for whoever is in a hurry: one more Ctrl-C in the terminal would end the Docker commands that clean up.
  const child = spawn(process.execPath, [LAB_PROGRAM, "down", NAME], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const [[exitCode], errors] = await Promise.all([once(child, "close"), text(child.stderr)]);
  const left = exitCode !== 0;
  screen.heading(
    left ? `Something of it is left, see: node test/lab/cli.ts ps\n${errors.trim()}` : "Nothing of it is left running.",
  );
  if (left) throw new Error("the lab could not be taken down");
}

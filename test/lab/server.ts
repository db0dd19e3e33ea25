import { docker, run } from "./command.ts";
import { images } from "./image.ts";
import { labelled, ownedName } from "./label.ts";
import { type Machine, type MachineOptions, startMachine } from "./machine.ts";

/** A machine with a Docker engine of its own. */
export interface Server extends Machine {
  /** What a proxy on it serves on port 80. */
  readonly url: string;
  /** Copies an image from this machine's engine into the server's. */
  addImage(tag: string): Promise<void>;
}

/** Boots a server with an empty engine that trusts the lab's registry; resolves when sshd and the engine answer. */
export async function startServer(options: Omit<MachineOptions, "image" | "run">): Promise<Server> {
  const volume = ownedName(options.lab, options.name);
  await docker(["volume", "create", ...labelled(options.lab), volume]);
  const engine = ["--privileged", "--volume", `${volume}:/var/lib/docker`];
  const machine = await startMachine({ ...options, image: images.server, run: engine });
  return {
    ...machine,
    url: `http://${machine.address}`,
    addImage: async (tag) => {
      const copy = 'docker save "$1" | docker exec --interactive "$2" docker load --quiet';
      await run("sh", ["-c", copy, "sh", tag, ownedName(options.lab, options.name)]);
    },
  };
}

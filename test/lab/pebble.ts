import { docker, run } from "./command.ts";
import { images } from "./image.ts";
import type { Lab } from "./lab.ts";
import { labelled, ownedName } from "./label.ts";
import type { Server } from "./server.ts";

/** Let's Encrypt's own test server. It checks what it signs as the real one does, but finds every name at one server of the lab. */
export interface Pebble {
  /** The URL of its ACME directory. */
  readonly directory: string;
  /** The certificate by which its own is known, in PEM. */
  readonly root: string;
  /** That by which those are known which it signs; another one at each start. */
  readonly signer: string;
}

const MACHINE = 5;

/** Starts it; resolves when it answers. It goes with the lab. */
export async function startPebble(lab: Lab, site: Server): Promise<Pebble> {
  const container = ownedName(lab.name, "pebble");
  const address = site.address.replace(/\d+$/, String(MACHINE));
  const place = ["--network", ownedName(lab.name, "network"), "--ip", address];
  const env = ["--env", `ADDRESS=${address}`, "--env", `SITE=${site.address}`];
  await docker(["run", "--detach", "--init", "--name", container, ...labelled(lab.name), ...place, ...env, images.pebble]);
  const wait = ["--retry", "50", "--retry-delay", "0", "--retry-all-errors", "--retry-max-time", "30"];
  const signer = await run("curl", ["--silent", "--show-error", "--insecure", ...wait, `https://${address}:15000/roots/0`]);
  return { directory: `https://${address}:14000/dir`, root: await docker(["exec", container, "cat", "/root.pem"]), signer };
}

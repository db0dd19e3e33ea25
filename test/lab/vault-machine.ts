import { join } from "node:path";
import { installBitwarden } from "./bitwarden.ts";
import { docker } from "./command.ts";
import { ensureImages, images } from "./image.ts";
import { labelled, ownedName } from "./label.ts";
import { removeLab } from "./sweep.ts";

const LAB = "vaults";
const CONTAINER = ownedName(LAB, "machine");
const ROOT = join(import.meta.dirname, "../..");

/** Where the emulator listens, and whose keys it takes: anybody's. */
const aws = {
  ...{ AWS_ENDPOINT_URL: "http://127.0.0.1:5000", AWS_REGION: "eu-north-1" },
  ...{ AWS_ACCESS_KEY_ID: "anybody", AWS_SECRET_ACCESS_KEY: "anything" },
};

/** A computer with Landfall, the command lines of some vaults and an emulator of AWS, and without a network. */
export interface VaultMachine {
  /** Runs a program in the project's directory and returns what it printed. Rejects with its error text when it fails. */
  exec(argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  /** The same with Landfall. */
  landfall(...args: readonly string[]): Promise<string>;
  write(path: string, text: string): Promise<void>;
  down(): Promise<void>;
}

export async function startVaultMachine(): Promise<VaultMachine> {
  const [bitwarden] = await Promise.all([installBitwarden(), ensureImages(), removeLab(LAB)]);
  const files = [`${ROOT}:/landfall:ro`, `${process.execPath}:/usr/local/bin/node:ro`, `${bitwarden}:/bitwarden:ro`];
  const mounts = files.flatMap((file) => ["--volume", file]);
  const env = Object.entries(aws).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const place = ["--network", "none", "--workdir", "/project", "--name", CONTAINER, ...labelled(LAB)];
  await docker(["run", "--detach", "--init", ...place, ...mounts, ...env, images.vaults, "aws-emulator"]);
  const exec: VaultMachine["exec"] = (argv, over = {}) =>
    docker(["exec", ...Object.entries(over).flatMap(([name, value]) => ["--env", `${name}=${value}`]), CONTAINER, ...argv]);
  await exec(["ln", "-s", "/bitwarden/node_modules/.bin/bw", "/usr/local/bin/bw"]);
  await exec([
    "bash",
    "-c",
    "for try in $(seq 100); do (echo >/dev/tcp/127.0.0.1/5000) 2>/dev/null && exit; sleep 0.1; done; exit 1",
  ]);
  return {
    exec,
    landfall: (...args) => exec(["node", "/landfall/src/cli/main.ts", ...args]),
    async write(path, text) {
      await docker(["exec", "--interactive", CONTAINER, "sh", "-c", 'mkdir -p "$(dirname "$0")" && cat >"$0"', path], {
        input: text,
      });
    },
    down: () => removeLab(LAB),
  };
}

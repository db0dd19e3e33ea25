import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A checkout with these files committed, gone when it is disposed of. */
export async function checkout(files: Readonly<Record<string, string>>) {
  const directory = await mkdtemp(join(tmpdir(), "checkout-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  const git = (...args: readonly string[]) => run("git", ["-C", directory, ...args]);
  await git("init", "--quiet");
  await git("add", "--all");
  await git("-c", "user.name=Ann", "-c", "user.email=ann@example.com", "commit", "--quiet", "--message", "Begin");
  const { stdout } = await git("rev-parse", "HEAD");
  const remove = () => rm(directory, { recursive: true, force: true });
  return { directory, commit: stdout.trim(), [Symbol.asyncDispose]: remove };
}

/** A deploy.yml without mistakes, for one server that nobody can reach. */
export const deployYml = `service: shop
image: acme/shop
servers:
  - 192.0.2.1
registry:
  username: acme
  password:
    - REGISTRY_PASSWORD
builder:
  arch: amd64
proxy:
  host: shop.example.com
`;

/** That server as \`landfall facts --json\` saved it. */
export const savedFacts = JSON.stringify({
  servers: [
    {
      ...{ host: "192.0.2.1", clock: 1_800_000_000, dockerInstalled: true, networks: ["kamal"], containers: [], images: [] },
      docker: { version: "28.5.2", architecture: "amd64" },
    },
  ],
});

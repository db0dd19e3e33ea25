import { chmod, copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { checkout } from "../action/workspace.ts";
import { startImageRegistry } from "../adapters/image-registry.ts";
import { sum } from "../adapters/stored-images.ts";
import { startSshd } from "../engine/sshd.ts";

/** Commands start in the server's own directory, where a stand-in for Docker is first on the path. */
const atHome = 'ForceCommand cd "$HOME" && export PATH="$HOME/bin:$PATH" && eval "$SSH_ORIGINAL_COMMAND"';

/** What the registry has at first. */
const images = Object.fromEntries(
  ["latest", "landfall-pr-12-abc", "latest-landfall-pr-12", "landfall-pr-3-abc"].map((tag) => [`acme/shop:${tag}`, tag]),
);

/** A container as the stand-in lists it. @param ago when it was made, in seconds */
export function aLine(id: string, service: string, ago = 0): string {
  const since = new Date(Date.now() - ago * 1000).toISOString().replace("T", " ").slice(0, 19);
  const address = service.startsWith("shop-") ? `${service.replace("shop-", "")}.example.com` : "";
  const role = service === "" ? "" : "web";
  const name = service === "" ? "kamal-proxy" : `${service}-web-abc`;
  const image = service === "" ? "basecamp/kamal-proxy:v0.9.2" : "acme/shop:x";
  const container = { id, name, state: "running", status: "Up", image, service, role, destination: "", origin: "", address };
  return `container ${JSON.stringify({ ...container, ports: "", createdAt: `${since} +0000 UTC` })}\n`;
}

/** A server behind a real sshd, and a project that has its previews there: `pr-{number}.example.com` of the app `shop`. */
export async function startServer() {
  const [sshd, registry] = await Promise.all([startSshd({ config: [atHome] }), startImageRegistry({ images }, sum)]);
  const at = (file: string): string => join(sshd.directory, file);
  await mkdir(at("bin"));
  await copyFile(join(import.meta.dirname, "docker.sh"), at("bin/docker"));
  await chmod(at("bin/docker"), 0o755);
  const project = await checkout({
    "config/deploy.yml": deployYml({ ...sshd, registry: registry.server }),
    ".kamal/secrets": "TOKEN=passw0rd\n",
  });
  const path = (file: string): string => join(project.directory, file);
  return {
    ...{ sshd, project, at, registry },
    /** The project's deploy.yml with more said of its previews. */
    deployYml: (previews: Previews): string => deployYml({ ...sshd, registry: registry.server }, previews),
    /** Files of the project hold these words until it is disposed of. */
    changed: async (files: Readonly<Record<string, string>>): Promise<AsyncDisposable> => {
      const before = await Promise.all(Object.keys(files).map(async (file) => [file, await readFile(path(file))] as const));
      for (const [file, text] of Object.entries(files)) await writeFile(path(file), text);
      return {
        async [Symbol.asyncDispose]() {
          for (const [file, text] of before) await writeFile(path(file), text);
        },
      };
    },
    /** Somebody holds the lock of preview 12 until it is disposed of, as these details say. */
    held: async (details: string): Promise<AsyncDisposable> => {
      const lock = at(".kamal/lock-shop-pr-12");
      await mkdir(lock, { recursive: true });
      await writeFile(join(lock, "details"), btoa(`${details}\n`));
      return { [Symbol.asyncDispose]: () => rm(lock, { recursive: true, force: true }) };
    },
    /** What runs there: the proxy, and these. */
    run: async (...lines: readonly string[]): Promise<void> => {
      await writeFile(at("containers"), [aLine("0b", ""), ...lines].join(""));
      await writeFile(at("calls"), "");
      await writeFile(at("log"), '{"host":"pr-12.example.com"}\n');
      await writeFile(at("since"), "2026-01-01T00:00:00Z");
    },
    /** The services that have containers there. */
    services: async (): Promise<string[]> => {
      const text = await readFile(at("containers"), "utf8");
      return [...text.matchAll(/"service":"([^"]+)"/g)].map(([, service = ""]) => service);
    },
    /** What Docker was asked, a line each. */
    calls: (): Promise<string> => readFile(at("calls"), "utf8"),
    stop: async (): Promise<void> => {
      await Promise.all([sshd.stop(), registry[Symbol.asyncDispose](), project[Symbol.asyncDispose]()]);
    },
  };
}

/** Keys of `x-landfall.preview`. */
type Previews = Readonly<Record<string, unknown>>;

const deployYml = (
  {
    host,
    user,
    port,
    registry,
  }: { readonly host: string; readonly user: string; readonly port: number; readonly registry: string },
  previews: Previews = {},
): string =>
  stringify({
    ...{ service: "shop", image: "acme/shop", servers: [host], builder: { arch: "amd64" } },
    ...{ registry: { server: registry, username: "u", password: ["TOKEN"] }, ssh: { user, port, config: false } },
    "x-landfall": { preview: { host: "pr-{number}.example.com", ttl: "7d", sleep_after: "24h", ...previews } },
  });

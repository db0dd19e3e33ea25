import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { checkout } from "../action/workspace.ts";
import { startSshd } from "../engine/sshd.ts";

/** Commands start in the server's own directory, where a stand-in for Docker is first on the path. */
const atHome = 'ForceCommand cd "$HOME" && export PATH="$HOME/bin:$PATH" && eval "$SSH_ORIGINAL_COMMAND"';

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
  const sshd = await startSshd({ config: [atHome] });
  const at = (file: string): string => join(sshd.directory, file);
  await mkdir(at("bin"));
  await copyFile(join(import.meta.dirname, "docker.sh"), at("bin/docker"));
  await chmod(at("bin/docker"), 0o755);
  const project = await checkout({ "config/deploy.yml": deployYml(sshd), ".kamal/secrets": "TOKEN=passw0rd\n" });
  return {
    ...{ sshd, project, at },
    /** What runs there: the proxy, and these. */
    run: async (...lines: readonly string[]): Promise<void> => {
      await writeFile(at("containers"), [aLine("0b", ""), ...lines].join(""));
      await writeFile(at("calls"), "");
      await writeFile(at("log"), '{"host":"pr-12.example.com"}\n');
    },
    /** The services that have containers there. */
    services: async (): Promise<string[]> => {
      const text = await readFile(at("containers"), "utf8");
      return [...text.matchAll(/"service":"([^"]+)"/g)].map(([, service = ""]) => service);
    },
    /** What Docker was asked, a line each. */
    calls: (): Promise<string> => readFile(at("calls"), "utf8"),
    stop: async (): Promise<void> => {
      await Promise.all([sshd.stop(), project[Symbol.asyncDispose]()]);
    },
  };
}

const deployYml = ({ host, user, port }: { readonly host: string; readonly user: string; readonly port: number }): string =>
  stringify({
    ...{ service: "shop", image: "acme/shop", servers: [host], builder: { arch: "amd64" } },
    ...{ registry: { server: "r.x", username: "u", password: ["TOKEN"] }, ssh: { user, port, config: false } },
    "x-landfall": { preview: { host: "pr-{number}.example.com", ttl: "7d", sleep_after: "24h" } },
  });

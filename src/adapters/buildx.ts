import { execFile } from "node:child_process";
import { Refusal } from "../core/report/refusal.ts";
import { isPluginAtHand } from "./docker-plugins.ts";

/** Why nothing can be built here, in a sentence; undefined when it can. */
export async function buildxComplaint(): Promise<string | undefined> {
  if (await isPluginAtHand("docker-buildx")) return undefined;
  const { missing, code } = await askVersion();
  if (missing) return "Docker is not installed here, or not in the PATH, and the image is built here";
  return code === 0 ? undefined : "Docker's buildx plugin is not installed here: https://docs.docker.com/go/buildx";
}

/** The same, of what `pack` builds. */
export async function packComplaint(): Promise<string | undefined> {
  const { missing } = await ask("pack", "version");
  return missing ? "pack is not installed here, and builder.pack needs it: https://buildpacks.io/docs/install-pack" : undefined;
}

/** As buildx says it; undefined when it does not. */
export async function buildxVersion(): Promise<string | undefined> {
  const { code, output } = await askVersion();
  return code === 0 ? output : undefined;
}

/** What buildx says of a builder; undefined where there is none. @throws Refusal when it cannot say */
export async function inspectBuilder(name: string): Promise<string | undefined> {
  const { missing, code, output, complaint } = await ask("docker", "buildx", "inspect", name);
  if (code === 0) return output;
  if (missing || /no builder|not found|is not a docker command/.test(complaint)) return undefined;
  throw new Refusal([`The builder ${name} cannot be looked at: ${complaint}`]);
}

/** Where a context leads to; undefined where there is none. */
export async function contextEndpoint(name: string): Promise<string | undefined> {
  const { code, output } = await ask("docker", "context", "inspect", name, "--format", "{{.Endpoints.docker.Host}}");
  return code === 0 ? output.trim() : undefined;
}

/** The architecture of the engine here, in Docker's words for platforms. @throws Refusal when it does not answer */
export async function engineArchitecture(): Promise<string> {
  const { code, output, complaint } = await ask("docker", "info", "--format", "{{.Architecture}}");
  const said = output.trim();
  if (code !== 0 || said === "") throw new Refusal([`Docker does not answer here, and builder.local is not false: ${complaint}`]);
  if (said.includes("aarch64")) return "arm64";
  return said.includes("x86_64") ? "amd64" : said;
}

/** Whether the engine's own builder can write layers to a cache: only that of containerd's image store can. */
export async function engineKeepsCache(): Promise<boolean> {
  const { code, output } = await ask("docker", "info", "--format", "{{json .DriverStatus}}");
  return code === 0 && output.includes("io.containerd.snapshotter");
}

/** What Docker is given for an answer, in seconds: a builder may be on another machine. */
const patience = 60;

let version: Promise<Answer> | undefined;

/** Asked once: what is installed here does not change during a run. */
function askVersion(): Promise<Answer> {
  version ??= ask("docker", "buildx", "version");
  return version;
}

interface Answer {
  readonly missing: boolean;
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

const ask = (program: string, ...args: readonly string[]): Promise<Answer> =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: patience * 1000, killSignal: "SIGKILL" }, (error, output, errors) => {
      const missing = error?.code === "ENOENT";
      const code = typeof error?.code === "number" ? error.code : error ? 1 : 0;
      const said = errors.trim().split("\n").at(-1) ?? "";
      resolve({ missing, code, output, complaint: error?.killed ? `no answer within ${patience} s` : said });
    });
  });

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { docker, run } from "./command.ts";

const IMAGES = join(import.meta.dirname, "images");
const SETUP = join(import.meta.dirname, "..", "setup");
const APP = join(import.meta.dirname, "..", "..", "examples", "app");
const MIRROR = join(SETUP, "mirror.sh");
const PACKAGES = ["packages.sh", "private-apt.sh"].map((name) => join(SETUP, name));

/** A tag is a hash of what its image is made from: an image that exists is never out of date. */
const base = `landfall-lab-base:${hash([join(IMAGES, "base.sh"), MIRROR])}`;

export const images = {
  /** Debian with sshd. */
  bare: tagged("bare", "server"),
  /** The same with a Docker engine of its own. */
  server: tagged("server", "server"),
  registry: tagged("registry", "registry"),
  /** Python and a shell, for the sample app: its build argument BASE. */
  appBase: tagged("app-base", "app-base"),
  /** The command lines of vaults. */
  vaults: tagged("vaults", "vaults"),
  /** Let's Encrypt's own test server. */
  pebble: tagged("pebble", "pebble"),
} as const;

/** Builds the lab's images that are missing. Only one process of this machine builds at a time; the others wait for it. */
export async function ensureImages(): Promise<void> {
  if (await allExist()) return;
  await run("flock", ["/tmp/landfall-lab-images.lock", process.execPath, join(import.meta.dirname, "cli.ts"), "images"]);
}

/** Builds what is missing, side by side. */
export async function buildImages(): Promise<void> {
  if (await allExist()) return;
  if (!(await exists(base))) await run(join(IMAGES, "base.sh"), [base]);
  await Promise.all([
    build("server", images.bare, "bare").then(() => build("server", images.server, "server")),
    build("registry", images.registry),
    build("app-base", images.appBase),
    build("vaults", images.vaults),
    build("pebble", images.pebble),
  ]);
}

function build(folder: string, tag: string, target?: string): Promise<void> {
  const inputs = ["--build-context", `setup=${SETUP}`, ...(target ? ["--target", target] : [])];
  return buildOn(base, tag, join(IMAGES, folder), inputs);
}

/** Builds the sample app on this machine's engine. */
export function buildApp(tag: string): Promise<void> {
  return buildOn(images.appBase, tag, APP);
}

/** Uses the builder that sees this machine's images, whichever one is chosen on it. */
async function buildOn(from: string, tag: string, folder: string, inputs: readonly string[] = []): Promise<void> {
  const builder = ["buildx", "--builder", "default", "build", "--quiet"];
  await docker([...builder, "--build-arg", `BASE=${from}`, ...inputs, "--tag", tag, folder]);
}

async function allExist(): Promise<boolean> {
  return (await Promise.all(Object.values(images).map(exists))).every(Boolean);
}

function exists(tag: string): Promise<boolean> {
  return docker(["image", "inspect", "--format", "found", tag]).then(
    () => true,
    () => false,
  );
}

function tagged(image: string, folder: string): string {
  const files = readdirSync(join(IMAGES, folder)).map((file) => join(IMAGES, folder, file));
  return `landfall-lab-${image}:${hash([...files.sort(), ...PACKAGES, MIRROR], base)}`;
}

function hash(files: readonly string[], seed = ""): string {
  const sum = createHash("sha256").update(seed);
  for (const file of files) sum.update(basename(file)).update(readFileSync(file));
  return sum.digest("hex").slice(0, 12);
}

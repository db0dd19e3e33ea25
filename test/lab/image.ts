import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { docker, run } from "./command.ts";

const IMAGES = join(import.meta.dirname, "images");
const SETUP = join(import.meta.dirname, "..", "setup");

/** What the images take from test/setup. */
const SETUP_FILES = ["mirror.sh", "packages.sh"].map((file) => join(SETUP, file));

/** A tag is a hash of what its image is made from: an image that exists is never out of date. */
const base = `landfall-lab-base:${hash([join(IMAGES, "base.sh"), ...SETUP_FILES])}`;

export const images = {
  /** Debian with sshd. */
  bare: tagged("bare", "server"),
  /** The same with a Docker engine of its own. */
  server: tagged("server", "server"),
  registry: tagged("registry", "registry"),
  /** Python and a shell, for the sample app: its build argument BASE. */
  appBase: tagged("app-base", "app-base"),
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
  ]);
}

async function build(folder: string, tag: string, target?: string): Promise<void> {
  const inputs = ["--build-arg", `BASE=${base}`, "--build-context", `setup=${SETUP}`];
  await docker([
    "buildx",
    "--builder",
    "default",
    "build",
    "--quiet",
    ...inputs,
    ...(target ? ["--target", target] : []),
    "--tag",
    tag,
    join(IMAGES, folder),
  ]);
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
  return `landfall-lab-${image}:${hash([...files.sort(), ...SETUP_FILES], base)}`;
}

function hash(files: readonly string[], seed = ""): string {
  const sum = createHash("sha256").update(seed);
  for (const file of files) sum.update(basename(file)).update(readFileSync(file));
  return sum.digest("hex").slice(0, 12);
}

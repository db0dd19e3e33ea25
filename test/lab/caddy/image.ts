import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker, run } from "../command.ts";

const VERSION = "2.11.4";

/** The name under which the official image can be pulled where there is a registry. */
export const CADDY_IMAGE = `caddy:${VERSION}`;

const HERE = import.meta.dirname;

/** Makes sure of an image of the real Caddy that is the official one or like it; resolves to its tag. */
export async function buildCaddyImage(tag: string = CADDY_IMAGE): Promise<string> {
  if (!(await isDebian())) return pull(tag);
  const source = await sourceHash();
  if ((await sourceOf(tag)) === source) return tag;
  const context = await mkdtemp(join(tmpdir(), "caddy-image-"));
  try {
    await run(join(HERE, "fetch.sh"), [VERSION, join(context, "root")]);
    await build(context, tag, source);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  return tag;
}

/** Elsewhere, as on GitHub's runners, an image registry answers. */
const isDebian = (): Promise<boolean> =>
  run("sh", ["-c", '. /etc/os-release && [ "$ID" = debian ]']).then(
    () => true,
    () => false,
  );

async function pull(tag: string): Promise<string> {
  await docker(["pull", "--quiet", CADDY_IMAGE]);
  await docker(["tag", CADDY_IMAGE, tag]);
  return tag;
}

async function build(context: string, tag: string, source: string): Promise<void> {
  const inputs = [`SOURCE=${source}`, `VERSION=${VERSION}`].flatMap((input) => ["--build-arg", input]);
  const file = ["--file", join(HERE, "Dockerfile"), ...inputs, "--provenance=false"];
  await docker(["buildx", "--builder", "default", "build", "--quiet", ...file, "--tag", tag, context]);
}

async function sourceOf(tag: string): Promise<string> {
  const format = '{{index .Config.Labels "landfall.lab.source"}}';
  return docker(["image", "inspect", "--format", format, tag]).catch(() => "");
}

async function sourceHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["Dockerfile", "fetch.sh", "image.ts", "../../setup/private-apt.sh"])
    hash.update(name).update(await readFile(join(HERE, name)));
  return hash.digest("hex").slice(0, 12);
}

if (import.meta.main) console.log(await buildCaddyImage());

import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { docker } from "../command.ts";
import { installProgram, programFiles } from "./program.ts";
import { layOutRoot } from "./root-filesystem.ts";

/** The name under which Kamal 2.12 runs its proxy. */
export const KAMAL_PROXY_IMAGE = "basecamp/kamal-proxy:v0.9.2";

const HERE = import.meta.dirname;

/** Builds the stand-in for kamal-proxy under a tag, unless that tag is up to date; resolves to the tag. */
export async function buildKamalProxyImage(tag: string = KAMAL_PROXY_IMAGE): Promise<string> {
  const source = await sourceHash();
  if ((await sourceOf(tag)) === source) return tag;
  const context = await mkdtemp(join(tmpdir(), "kamal-proxy-image-"));
  try {
    await layOutRoot(context);
    await installProgram(join(context, "root/usr/local"));
    await build(context, tag, source);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  return tag;
}

async function build(context: string, tag: string, source: string): Promise<void> {
  const file = ["--file", join(HERE, "Dockerfile"), "--build-arg", `SOURCE=${source}`, "--provenance=false"];
  await docker(["buildx", "--builder", "default", "build", "--quiet", ...file, "--tag", tag, context]);
}

async function sourceOf(tag: string): Promise<string> {
  const format = '{{index .Config.Labels "landfall.lab.source"}}';
  return docker(["image", "inspect", "--format", format, tag]).catch(() => "");
}

async function sourceHash(): Promise<string> {
  const own = ["Dockerfile", "program.ts", "root-filesystem.ts"].map((name) => join(HERE, name));
  const hash = createHash("sha256").update(process.version);
  for (const file of [...own, ...(await programFiles())]) hash.update(basename(file)).update(await readFile(file));
  return hash.digest("hex").slice(0, 12);
}

if (import.meta.main) console.log(await buildKamalProxyImage());

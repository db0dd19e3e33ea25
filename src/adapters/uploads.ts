import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { base64 } from "../core/commands/upload.ts";
import { type Accessory, distinctMounts, isTemplate, type Mount } from "../core/config/accessory.ts";
import type { Env } from "../core/config/config.ts";
import type { Environment } from "../core/config/erb/evaluation.ts";
import { renderTemplates } from "../core/config/erb/template.ts";
import type { Locate } from "../core/config/parse.ts";
import { InvalidInput, type Problem, type Sources } from "../core/config/problem.ts";
import { secretValue } from "../core/host/env.ts";
import type { MountedFiles } from "../core/plan/release.ts";
import { Secret, type Secrets } from "../core/shell/secret.ts";
import { templateWorld } from "./config-files.ts";

interface UploadRequest {
  readonly accessories: readonly Accessory[];
  readonly secrets: Secrets;
  readonly cwd: string;
  readonly env: Environment;
  readonly destination: string | undefined;
  /** Where deploy.yml names them. */
  readonly locate: Locate;
  readonly sources: Sources;
  /** Stops the commands of templates. */
  readonly signal: AbortSignal;
}

interface ReadUploads {
  readonly files: MountedFiles;
  readonly warnings: readonly Problem[];
}

/**
 * Reads the files that accessories are sent, and fills in the templates among them.
 * @throws InvalidInput with every file that cannot be read, or a template that cannot be filled in
 */
export async function readUploads(request: UploadRequest): Promise<ReadUploads> {
  const mounts = request.accessories.flatMap((accessory) =>
    distinctMounts(accessory.files).map((mount) => ({ accessory, mount })),
  );
  const read = await Promise.all(mounts.map((each) => readUpload(each, request)));
  const problems = read.flatMap((each) => ("problem" in each ? [each.problem] : []));
  if (problems.length > 0) throw new InvalidInput(problems, request.sources);
  const uploads = read.flatMap((each) => ("content" in each ? [each] : []));
  return {
    files: new Map(uploads.map(({ mount, content }) => [mount, content])),
    warnings: uploads.flatMap(({ warnings }) => warnings),
  };
}

interface AccessoryMount {
  readonly accessory: Accessory;
  readonly mount: Mount;
}

interface Upload {
  readonly mount: Mount;
  readonly content: Secret;
  readonly warnings: readonly Problem[];
}

async function readUpload(
  { accessory, mount }: AccessoryMount,
  request: UploadRequest,
): Promise<Upload | { readonly problem: Problem }> {
  const path = pathOf(mount, request);
  try {
    const bytes = await readFile(path);
    if (isTemplate(mount)) return { mount, ...(await fillIn(mount, bytes.toString(), accessory, request)) };
    return { mount, content: new Secret(mount.local, bytes.toString("base64")), warnings: [] };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    const at = ["accessories", accessory.name, "files", accessory.files.indexOf(mount)];
    return { problem: { ...request.locate(at), path: at.join("/"), ...inWords(mount, path, String(error.code)) } };
  }
}

function inWords({ local }: Mount, path: string, code: string): Pick<Problem, "message" | "hint"> {
  if (code === "ENOENT") return { message: `there is no file ${local}`, hint: `Looked for ${path}.` };
  if (code === "EISDIR") return { message: `${local} is a directory`, hint: "Name its files one by one." };
  return { message: `${local} cannot be read (${code})`, hint: `Tried ${path}.` };
}

/** From the project's directory. */
const pathOf = ({ local }: Mount, { cwd, env }: UploadRequest): string =>
  resolve(cwd, local.startsWith("~/") ? join(env.HOME ?? homedir(), local.slice(2)) : local);

/** With the accessory's own variables in the environment, the secret ones too. */
async function fillIn(mount: Mount, text: string, { env }: Accessory, request: UploadRequest): Promise<Omit<Upload, "mount">> {
  const world = templateWorld({ ...request, env: { ...request.env, ...revealed(env, request.secrets) } });
  const rendering = await renderTemplates([{ path: mount.local, text }], world, "text");
  if ("problems" in rendering) throw new InvalidInput(rendering.problems, new Map([[mount.local, text]]));
  const [filled] = rendering.sources;
  return { content: base64(new Secret(mount.local, filled?.text ?? text)), warnings: rendering.warnings };
}

function revealed({ clear, secrets }: Env, values: Secrets): Environment {
  const given = Object.entries(clear).map(([name, value = ""]) => [name, value] as const);
  const secret = secrets.map((reference) => [reference.name, secretValue(reference.secret, values).reveal()] as const);
  return Object.fromEntries([...given, ...secret]);
}

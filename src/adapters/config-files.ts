import { readdir } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { aliasesIn } from "../core/config/aliases.ts";
import type { Config } from "../core/config/config.ts";
import type { Environment } from "../core/config/erb/evaluation.ts";
import { type Rendering, renderTemplates, type TemplateWorld } from "../core/config/erb/template.ts";
import { type Locate, parseConfig } from "../core/config/parse.ts";
import { InvalidInput, type Problem, type Sources } from "../core/config/problem.ts";
import type { SourceFile } from "../core/config/source.ts";
import { runBackticks, runRuby } from "./ruby.ts";
import { readTextFile } from "./text-file.ts";

export interface ConfigRequest {
  readonly cwd: string;
  /** The base file, from cwd; its destinations stand beside it as NAME.DESTINATION.yml. */
  readonly configFile: string;
  readonly destination: string | undefined;
  readonly env: Environment;
  /** Stops the commands of templates. */
  readonly signal: AbortSignal;
}

export interface ReadConfig {
  readonly config: Config;
  /** The environment as the templates leave it: what one of them sets, Kamal's secrets see. */
  readonly env: Environment;
  readonly warnings: readonly Problem[];
  readonly locate: Locate;
  /** The files as they were written, which `locate` points into. */
  readonly sources: Sources;
}

/**
 * Reads deploy.yml and its destination's file.
 * @throws InvalidInput with every problem found in them
 */
export async function readConfig(request: ConfigRequest): Promise<ReadConfig> {
  const { configFile, destination } = request;
  const { rendering, sources } = await readFiles(request);
  const [base, over] = rendering.sources;
  const parsed = parseConfig(
    { base: base ?? { path: configFile, text: "" }, ...(over && { destination: over }) },
    { destination },
  );
  if ("problems" in parsed) throw new InvalidInput(parsed.problems, sources);
  return { ...parsed, env: rendering.env, warnings: [...rendering.warnings, ...parsed.warnings], sources };
}

/** The aliases of deploy.yml, which need not be complete for that. @throws InvalidInput when a file cannot be read or rendered */
export const readAliases = async (request: ConfigRequest): Promise<Readonly<Record<string, string>>> =>
  aliasesIn((await readFiles(request)).rendering.sources);

interface ReadFiles {
  readonly rendering: Extract<Rendering, { readonly sources: unknown }>;
  /** As they were written. */
  readonly sources: Sources;
}

async function readFiles(request: ConfigRequest): Promise<ReadFiles> {
  const { configFile, destination } = request;
  const paths = [configFile, ...(destination === undefined ? [] : [destinationFile(configFile, destination)])];
  const files = await Promise.all(paths.map((path) => readSource(request, path)));
  const sources = new Map(files.map(({ path, text }) => [path, text]));
  const rendering = await renderTemplates(files, templateWorld(request));
  if ("problems" in rendering) throw new InvalidInput(rendering.problems, sources);
  return { rendering, sources };
}

/** A template that takes longer than this, in seconds, waits for something that does not come. */
const limit = 60;

/** What templates may ask for. */
export function templateWorld({ cwd, env: given, destination, signal }: Omit<ConfigRequest, "configFile">): TemplateWorld {
  const env = { ...given, KAMAL_DESTINATION: destination };
  const around = { cwd, env, signal, limit };
  return { env, run: (command) => runBackticks(command, around), ruby: (program) => runRuby(program, around) };
}

/** `config/deploy.yml` and `staging` make `config/deploy.staging.yml`, whatever the base's extension. */
const destinationFile = (configFile: string, destination: string): string =>
  join(dirname(configFile), `${basename(configFile, extname(configFile))}.${destination}.yml`);

async function readSource({ cwd, configFile }: ConfigRequest, path: string): Promise<SourceFile> {
  const text = await readTextFile(cwd, path);
  if (text === undefined)
    throw new InvalidInput([path === configFile ? missing(cwd, path) : await noSuchDestination(cwd, configFile, path)]);
  return { path, text };
}

const missing = (cwd: string, file: string): Problem => ({
  ...{ file, line: 1, column: 1, path: "", message: "there is no such file", absent: "base" },
  hint: `Looked for ${resolve(cwd, file)}. Is this the project's directory? Another file: --config-file. To begin: landfall init.`,
});

async function noSuchDestination(cwd: string, configFile: string, file: string): Promise<Problem> {
  const known = await destinations(resolve(cwd, configFile));
  const list = known.length === 0 ? "There are no files of destinations" : `Destinations here: ${known.join(", ")}`;
  return {
    ...{ file, line: 1, column: 1, path: "", message: "there is no file for this destination", absent: "destination" },
    hint: `Looked for ${resolve(cwd, file)}. ${list}.`,
  };
}

async function destinations(base: string): Promise<readonly string[]> {
  const stem = basename(base, extname(base));
  const names = await readdir(dirname(base)).catch(() => []);
  return names
    .filter((name) => name.startsWith(`${stem}.`) && name.endsWith(".yml") && name !== basename(base))
    .map((name) => name.slice(stem.length + 1, -4))
    .sort();
}

import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import type { Config } from "../core/config/config.ts";
import { renderTemplate } from "../core/config/erb/template.ts";
import { parseConfig } from "../core/config/parse.ts";
import { InvalidInput, type Problem } from "../core/config/problem.ts";
import type { SourceFile } from "../core/config/source.ts";

export interface ConfigRequest {
  readonly cwd: string;
  /** The base file, from cwd; its destinations stand beside it as NAME.DESTINATION.yml. */
  readonly configFile: string;
  readonly destination: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ReadConfig {
  readonly config: Config;
  readonly warnings: readonly Problem[];
}

/**
 * Reads deploy.yml and its destination's file.
 * @throws InvalidInput with every problem found in them
 */
export async function readConfig(request: ConfigRequest): Promise<ReadConfig> {
  const { configFile, destination } = request;
  const paths = [configFile, ...(destination === undefined ? [] : [destinationFile(configFile, destination)])];
  const files = await Promise.all(paths.map((path) => readSource(request, path)));
  const sources = new Map(files.map(({ path, text }) => [path, text]));
  const renderings = files.map((file) => renderTemplate(file, { ...request.env, KAMAL_DESTINATION: destination }));
  const problems = renderings.flatMap((rendering) => ("problems" in rendering ? rendering.problems : []));
  if (problems.length > 0) throw new InvalidInput(problems, sources);
  const [base, over] = renderings.flatMap((rendering) => ("source" in rendering ? [rendering.source] : []));
  const parsed = parseConfig(
    { base: base ?? { path: configFile, text: "" }, ...(over && { destination: over }) },
    { destination },
  );
  if ("problems" in parsed) throw new InvalidInput(parsed.problems, sources);
  const warnings = renderings.flatMap((rendering) => ("warnings" in rendering ? rendering.warnings : []));
  return { config: parsed.config, warnings: [...warnings, ...parsed.warnings] };
}

/** `config/deploy.yml` and `staging` make `config/deploy.staging.yml`, whatever the base's extension. */
const destinationFile = (configFile: string, destination: string): string =>
  join(dirname(configFile), `${basename(configFile, extname(configFile))}.${destination}.yml`);

async function readSource({ cwd, configFile }: ConfigRequest, path: string): Promise<SourceFile> {
  try {
    return { path, text: await readFile(resolve(cwd, path), "utf8") };
  } catch (error) {
    throw new InvalidInput([
      await unreadable(error, resolve(cwd, path), path, path === configFile ? undefined : resolve(cwd, configFile)),
    ]);
  }
}

async function unreadable(error: unknown, tried: string, file: string, base: string | undefined): Promise<Problem> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const at = { file, line: 1, column: 1, path: "" };
  if (code !== "ENOENT") return { ...at, message: `cannot be read (${code || "unknown reason"})`, hint: `Tried ${tried}.` };
  if (base === undefined)
    return {
      ...at,
      message: "there is no such file",
      hint: `Looked for ${tried}. Is this the project's directory? Another file: --config-file.`,
    };
  const known = await destinations(base);
  const list = known.length === 0 ? "There are no files of destinations" : `Destinations here: ${known.join(", ")}`;
  return { ...at, message: "there is no file for this destination", hint: `Looked for ${tried}. ${list}.` };
}

async function destinations(base: string): Promise<readonly string[]> {
  const stem = basename(base, extname(base));
  const names = await readdir(dirname(base)).catch(() => []);
  return names
    .filter((name) => name.startsWith(`${stem}.`) && name.endsWith(".yml") && name !== basename(base))
    .map((name) => name.slice(stem.length + 1, -4))
    .sort();
}

import { renderTemplates } from "../../src/core/config/erb/template.ts";
import { parseConfig } from "../../src/core/config/parse.ts";
import type { Problem } from "../../src/core/config/problem.ts";
import { accepted } from "../core/config/cases/accepted.ts";
import { deployYml } from "../core/config/deploy-yml.ts";
import { mutate, type Random, randomFrom } from "./mutation.ts";

const anchors = "x-env: &env {A: 1}\nx-all: &all\n  <<: *env\n  B: 2\nenv:\n  clear:\n    <<: [*env, *all]\n";
const templated = 'env:\n  A: <%= ENV["X"] %>\n  B: "<%= ENV.fetch("Y", "d") %>"\n<%# note -%>\nlabels: {a: <%= `date` %>}\n';
const seeds: readonly string[] = [...Object.values(accepted).map(([lines]) => lines), anchors, templated].map(deployYml);

export interface Files {
  readonly base: string;
  readonly destination: string | undefined;
}

/** The damaged files of one round; the same seed and round make the same files. */
export function damagedFiles(seed: number, round: number): Files {
  const random = randomFrom(seed * 1_000_003 + round);
  const base = damaged(random(4) === 0 ? seedFile(random) + seedFile(random) : seedFile(random), random);
  return { base, destination: random(5) === 0 ? damaged(seedFile(random), random) : undefined };
}

const seedFile = (random: Random): string => seeds[random(seeds.length)] ?? "";

function damaged(text: string, random: Random): string {
  return Array.from({ length: 1 + random(1 + random(3)) }).reduce<string>((before) => mutate(before, random), text);
}

/** Reads files as a run does, short of running a program. @throws Error when a problem stands outside of them */
export async function readDamaged({ base, destination }: Files): Promise<"read" | "refused"> {
  const files = [{ path: "deploy.yml", text: base }];
  if (destination !== undefined) files.push({ path: "deploy.staging.yml", text: destination });
  const problems = await problemsOf(files);
  const astray = problems?.find((problem) => !isPlaced(problem, files.find(({ path }) => path === problem.file)?.text));
  if (problems?.length === 0 || astray) throw new Error(`A problem without a place: ${JSON.stringify(astray)}`);
  return problems === undefined ? "read" : "refused";
}

async function problemsOf(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<readonly Problem[] | undefined> {
  const rendering = await renderTemplates(files, {
    env: { X: "a\nb: c", EMPTY: "" },
    run: async () => ({ output: "2026\n", exitCode: 0, complaint: "" }),
    ruby: async () => undefined,
  });
  if ("problems" in rendering) return rendering.problems;
  const [base, over] = rendering.sources;
  if (base === undefined) throw new Error("The template was lost");
  const destination = over === undefined ? undefined : "staging";
  const parsed = parseConfig({ base, ...(over && { destination: over }) }, { destination });
  return "problems" in parsed ? parsed.problems : undefined;
}

/** Whether a problem says something, and where in the file. */
export function isPlaced({ line, column, message }: Problem, text = ""): boolean {
  const lines = text.split("\n");
  return message !== "" && line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1;
}

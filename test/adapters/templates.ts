import { runRuby } from "../../src/adapters/ruby.ts";
import { type Rendering, renderTemplates } from "../../src/core/config/erb/template.ts";

export interface Circumstances {
  readonly directory: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In seconds. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** Fills templates in with a real ruby; they are the files 0.yml, 1.yml and so on. */
export function render(
  texts: readonly string[],
  { directory, env = {}, limit = 60, signal = new AbortController().signal }: Circumstances,
): Promise<Rendering> {
  const around = { cwd: directory, env: { PATH: process.env.PATH, ...env }, limit, signal };
  const sources = texts.map((text, index) => ({ path: `${index}.yml`, text }));
  return renderTemplates(sources, {
    env: around.env,
    run: () => Promise.reject(new Error("Ruby runs the commands here")),
    ruby: (program) => runRuby(program, around),
  });
}

export async function textsOf(texts: readonly string[], circumstances: Circumstances): Promise<readonly string[]> {
  const rendering = await render(texts, circumstances);
  return "sources" in rendering ? rendering.sources.map(({ text }) => text) : rendering.problems.map(({ message }) => message);
}

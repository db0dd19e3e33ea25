import { z } from "zod";
import { type Cli, call, effect, type Question, readTogether, understood } from "./call.ts";
import { fullNames, partsOf } from "./request.ts";
import { type Talk, type Vault, VaultError, type VaultRequest } from "./vault.ts";

const cli: Cli = { title: "Doppler", program: "doppler" };

const answered = z.record(z.string(), z.object({ computed: z.string().nullish() }));

export const doppler: Vault = {
  title: cli.title,
  *converse(request) {
    const questions = questionsFor(request);
    yield* signIn();
    const answers = yield* readTogether(cli, questions);
    const secrets = answers.flatMap((answer) => Object.entries(understood(cli, answered, answer)));
    return new Map(secrets.flatMap(([name, { computed }]) => (typeof computed === "string" ? [[name, computed] as const] : [])));
  },
};

/** One for each config; a service token stands for one config, and names none. */
function questionsFor(request: VaultRequest): readonly Question[] {
  const paths = fullNames(cli, request).map(partsOf);
  if (request.lookup("DOPPLER_TOKEN")?.startsWith("dp.st")) return [question(paths.map(nameOf), [])];
  const asked = new Map<string, readonly string[]>();
  for (const path of paths) {
    const config = configOf(path) ?? configOf(paths[0] ?? []);
    if (config === undefined) throw new VaultError("name Doppler's project and config: `--from project/config`");
    asked.set(config, [...(asked.get(config) ?? []), nameOf(path)]);
  }
  return [...asked].map(([config, names]) => question(names, config.split("/")));
}

const nameOf = (path: readonly string[]): string => path.at(-1) ?? "";
const configOf = (path: readonly string[]): string | undefined => (path.length < 3 ? undefined : path.slice(0, 2).join("/"));

function question(names: readonly string[], [project, config]: readonly string[]): Question {
  const flags = project === undefined || config === undefined ? [] : ["-p", project, "-c", config];
  return { about: names.join(", "), words: ["secrets", "get", ...names, "--json", ...flags] };
}

function* signIn(): Talk<void> {
  const { exitCode } = yield* call(cli, ["me", "--json"]);
  if (exitCode === 0) return;
  yield* effect(cli, {
    words: ["login", "-y"],
    asks: true,
    failure: "could not log in to Doppler",
    advice: "Run `doppler login` first, or hand DOPPLER_TOKEN in.",
  });
}

import { z } from "zod";
import { type Cli, effect, type Question, readInTurn, understood } from "./call.ts";
import { fullNames } from "./request.ts";
import type { Vault } from "./vault.ts";

const cli: Cli = { title: "Bitwarden Secrets Manager", program: "bws" };

const secret = z.object({ key: z.string(), value: z.string() });
const answered = z.union([z.array(secret), secret.transform((one) => [one])]);

export const bitwardenSecretsManager: Vault = {
  title: cli.title,
  *converse(request) {
    const questions = questionsFor(fullNames(cli, request));
    yield* effect(cli, {
      words: ["project", "list"],
      failure: "could not log in to Bitwarden Secrets Manager",
      advice: "Check BWS_ACCESS_TOKEN.",
    });
    // Bitwarden answers only some five calls a second (github.com/ansible-collections/community.general/issues/8230).
    const answers = yield* readInTurn(cli, questions);
    return new Map(answers.flatMap((answer) => understood(cli, answered, answer).map(({ key, value }) => [key, value] as const)));
  },
};

/** `all` and `project/all` stand alone; whatever else is the id of a secret. */
function questionsFor(names: readonly string[]): readonly Question[] {
  const [name = "", ...more] = names;
  if (more.length === 0 && name === "all") return [{ about: "all secrets", words: ["secret", "list"] }];
  if (more.length > 0 || !name.endsWith("/all")) return names.map((id) => ({ about: id, words: ["secret", "get", id] }));
  const [project = ""] = name.split("/all");
  return [{ about: `all secrets of the project ${project}`, words: ["secret", "list", project] }];
}

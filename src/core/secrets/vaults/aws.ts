import { z } from "zod";
import { type Cli, type Question, readTogether, understood } from "./call.ts";
import { jsonValue, textOf } from "./json-value.ts";
import { fullNames } from "./request.ts";
import { type Vault, VaultError } from "./vault.ts";

const cli: Cli = { title: "AWS Secrets Manager", program: "aws" };

const answered = z.object({
  SecretValues: z.array(z.object({ Name: z.string(), SecretString: z.string().optional() })).default([]),
  Errors: z.array(z.object({ SecretId: z.string().optional(), Message: z.string().optional() })).default([]),
});
type Answer = z.infer<typeof answered>;

export const awsSecretsManager: Vault = {
  title: cli.title,
  *converse(request) {
    const questions = batches(fullNames(cli, request)).map((names) => question(names, request.account));
    const answers = (yield* readTogether(cli, questions)).map((answer) => understood(cli, answered, answer));
    requireNoErrors(answers.flatMap(({ Errors }) => Errors));
    return new Map(answers.flatMap(({ SecretValues }) => SecretValues.flatMap(valuesOf)));
  },
};

/** What AWS answers at once (BatchGetSecretValue, `SecretIdList`). */
const batchSize = 20;

const batches = (names: readonly string[]): readonly (readonly string[])[] =>
  names.length <= batchSize ? [names] : [names.slice(0, batchSize), ...batches(names.slice(batchSize))];

function question(names: readonly string[], account: string | undefined): Question {
  const profile = account === undefined ? [] : ["--profile", account];
  const words = ["secretsmanager", "batch-get-secret-value", "--secret-id-list", ...names, ...profile, "--output", "json"];
  return { about: names.join(", "), words };
}

function requireNoErrors(errors: Answer["Errors"]): void {
  if (errors.length === 0) return;
  const texts = errors.map(({ SecretId, Message }) => `${SecretId ?? "a secret"}: ${Message ?? "no reason given"}`);
  throw new VaultError(`could not read from AWS Secrets Manager: ${texts.join(" ")} Check the name, the region and the profile.`);
}

/** A secret that is a JSON object is one value for each key, of which those that are no text stay JSON. */
function valuesOf({ Name, SecretString }: Answer["SecretValues"][number]): readonly (readonly [string, string])[] {
  if (SecretString === undefined)
    throw new VaultError(`${Name} in AWS Secrets Manager is binary: only text can be a secret here`);
  const value = jsonValue(SecretString);
  if (value === undefined) return [[Name, SecretString]];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[Name, textOf(value)]];
  return Object.entries(value).map(([key, inner]) => [`${Name}/${key}`, textOf(inner)] as const);
}

import { z } from "zod";
import { type Cli, effect, type Question, readTogether, understood } from "./call.ts";
import { accountOf, fullNames, partsOf } from "./request.ts";
import { type Talk, type Vault, VaultError } from "./vault.ts";

const cli: Cli = { title: "Google Secret Manager", program: "gcloud" };

const answered = z.object({ payload: z.object({ data: z.string() }) });

export const gcpSecretManager: Vault = {
  title: cli.title,
  *converse(request) {
    const account = accountOf(cli, request);
    const secrets = fullNames(cli, request).map(located);
    yield* signIn();
    const answers = yield* readTogether(
      cli,
      secrets.map((secret) => question(secret, account)),
    );
    return new Map(secrets.map((secret, index) => [titleOf(secret), textIn(answers[index] ?? "", titleOf(secret))]));
  },
};

interface Located {
  readonly project: string;
  readonly name: string;
  readonly version: string;
}

/** Takes `[project/]name[/version]` apart; `default` is the project, or the user, that gcloud is set to. */
function located(path: string): Located {
  const [project = "default", name = "", version = "latest"] = path.includes("/") ? partsOf(path) : ["default", path];
  if (name !== "") return { project, name, version };
  throw new VaultError(`could not tell a secret's name from "${path}": write project/name or project/name/version`);
}

const titleOf = ({ project, name }: Located): string => `${project}/${name}`;

/** The account is `user`, or `user|service-account[,service-account]` to act as another. */
function question(secret: Located, account: string): Question {
  const [user = "", other] = account.split("|");
  const words = ["secrets", "versions", "access", secret.version, `--secret=${secret.name}`];
  if (secret.project !== "default") words.push(`--project=${secret.project}`);
  if (user !== "default") words.push(`--account=${user}`);
  if (other !== undefined) words.push(`--impersonate-service-account=${other}`);
  return { about: titleOf(secret), words: [...words, "--format=json"] };
}

function* signIn(): Talk<void> {
  if (yield* isSignedIn()) return;
  const failure = "could not log in to gcloud";
  const advice = "Run `gcloud auth login` first, or google-github-actions/auth in a workflow.";
  yield* effect(cli, { words: ["auth", "login"], asks: true, failure, advice });
  if (!(yield* isSignedIn())) throw new VaultError(`${failure}: it knows no account. ${advice}`);
}

function* isSignedIn(): Talk<boolean> {
  const output = yield* effect(cli, {
    words: ["auth", "list", "--format=json"],
    failure: "could not ask gcloud for its accounts",
    advice: "Check that `gcloud auth list` works here.",
  });
  return understood(cli, z.array(z.unknown()), output).length > 0;
}

/** @throws VaultError for bytes that are no UTF-8 */
function textIn(answer: string, title: string): string {
  const { data } = understood(cli, answered, answer).payload;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytesOf(data));
  } catch {
    throw new VaultError(`${title} in Google Secret Manager is binary: only text can be a secret here`);
  }
}

/** Google's clients write the alphabet of URLs, and their documentation puts `tr '_-' '/+'` before `base64 -d`. */
const bytesOf = (data: string): Uint8Array =>
  Uint8Array.from(atob(data.replaceAll("_", "/").replaceAll("-", "+")), (character) => character.charCodeAt(0));

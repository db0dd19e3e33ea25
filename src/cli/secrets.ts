import type { Command } from "commander";
import { Refusal } from "../core/report/refusal.ts";
import { fetchedJson } from "../core/secrets/extract.ts";
import { extractFetched, fetchSecrets, printedSecrets } from "../use-cases/secrets.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";

/** Commands that show secrets to a person. */
export function addSecrets(root: Command, frontEnd: FrontEnd): void {
  const secrets = root.command("secrets").description("Get secrets out of a vault, and see what the secrets files give");
  addFetch(secrets, frontEnd);
  addExtract(secrets, frontEnd);
  addPrint(secrets, frontEnd);
}

interface FetchOptions extends GlobalOptions {
  readonly adapter: string;
  readonly account?: string;
  readonly from?: string;
}

function addFetch(secrets: Command, frontEnd: FrontEnd): void {
  const command = withGlobals(secrets.command("fetch")).argument("[names...]", "the secrets, as the vault calls them");
  command
    .description("Fetch secrets from a vault by its own command line, as JSON")
    .requiredOption("-a, --adapter <vault>", "the vault, e.g. 1password, bitwarden, aws_secrets_manager")
    .option("--account <name>", "the account to fetch with")
    .option("--from <place>", "the vault, folder or item that the names are in")
    .addHelpText("after", fetchExamples)
    .action(async (names: readonly string[]) => {
      const options = command.opts<FetchOptions>();
      const { adapter, account, from } = options;
      await frontEnd.reveal(async () => fetchSecrets({ adapter, account, from, names }, await frontEnd.call(options)));
    });
}

const fetchExamples = `
Examples:
  landfall secrets fetch --adapter 1password --account my-account --from Vault/Item API_KEY DB_PASSWORD
  landfall secrets fetch --adapter aws_secrets_manager --account my-profile app/API_KEY

In .kamal/secrets, where neither Kamal nor Landfall has to be installed for it:
  SECRETS=$(kamal secrets fetch --adapter 1password --account my-account --from Vault/Item API_KEY)
  API_KEY=$(kamal secrets extract API_KEY $SECRETS)`;

function addExtract(secrets: Command, frontEnd: FrontEnd): void {
  const command = withGlobals(secrets.command("extract")).argument("<name>", "the secret").argument("<json>", "what was fetched");
  command
    .description("Show one value of what was fetched")
    .addHelpText("after", extractExample)
    .action((name: string, json: string) => frontEnd.reveal(() => extractFetched(name, json)));
}

const extractExample = `
Example:
  landfall secrets extract API_KEY '{"Vault/Item/API_KEY":"..."}'`;

function addPrint(secrets: Command, frontEnd: FrontEnd): void {
  const command = withGlobals(secrets.command("print")).description("Show every secret with its value, to find mistakes");
  command.addHelpText("after", printExample).action(async () => {
    const options = command.opts<GlobalOptions>();
    const failures: string[] = [];
    await frontEnd.reveal(async () => {
      const printed = await printedSecrets(await frontEnd.call(options));
      failures.push(...printed.failures);
      return options.json ? fetchedJson(printed.values) : linesOf(printed.values);
    });
    if (failures.length > 0) throw new Refusal(failures);
  });
}

const linesOf = (values: ReadonlyMap<string, string>): string =>
  [...values].map(([name, value]) => `${name}=${value}`).join("\n");

const printExample = `
Example:
  landfall secrets print --destination staging`;

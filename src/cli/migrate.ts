import { type Command, Option } from "commander";
import { describeMigration } from "../core/report/migration.ts";
import { migrate } from "../use-cases/migrate.ts";
import type { FrontEnd } from "./front-end.ts";
import type { GlobalOptions } from "./options.ts";

interface Options extends GlobalOptions {
  readonly write?: true;
}

/** `config migrate`: shows what it would write, and writes it only with `--write`. */
export function addMigrate(config: Command, frontEnd: FrontEnd): void {
  const command = config
    .command("migrate")
    .description("Show what becomes of a deploy.yml of Kamal 1 or MRSK, and of the files of its destinations")
    .helpOption("--help", "show this help")
    .addOption(new Option("-c, --config-file <file>", "the deploy.yml to read").default("config/deploy.yml"))
    .option("--write", "replace the files")
    .option("--json", "print the result as JSON");
  command.action(async () => {
    // The options that `config` has too are read by it, wherever they stand.
    const options = command.optsWithGlobals<Options>();
    const { request } = await frontEnd.call(options);
    const report = await migrate(request, { write: options.write ?? false });
    frontEnd.answer({ text: describeMigration(report), json: { files: report.files } }, options);
  });
}

import { type Command, Option } from "commander";
import { isVersion, type Version } from "../core/config/names.ts";
import { Refusal } from "../core/report/refusal.ts";

/** The options that every command takes, as they were given. */
export interface GlobalOptions {
  readonly configFile: string;
  readonly destination?: string;
  readonly version?: string;
  readonly skipHooks?: true;
  readonly verbose?: true;
  readonly quiet?: true;
  readonly json?: true;
  readonly sshPrivateKey?: string;
  readonly sshKnownHosts?: string;
  readonly sshHostKeys?: string;
}

/** Add the options that every command takes. */
export const withGlobals = (command: Command): Command =>
  command
    .helpOption("--help", "show this help")
    .addOption(new Option("-c, --config-file <file>", "the deploy.yml to read").default("config/deploy.yml"))
    .option("-d, --destination <name>", "use the settings of deploy.NAME.yml as well")
    .option("--version <version>", "the version to act on, instead of the commit")
    .option("-H, --skip-hooks", "run no hooks")
    .option("-v, --verbose", "show what commands print")
    .option("-q, --quiet", "show nothing but the result and errors")
    .option("--json", "print the result as JSON")
    .option("--ssh-private-key <file>", "log in with this key")
    .option("--ssh-known-hosts <file>", "trust the servers' keys in this file, instead of ~/.ssh/known_hosts")
    .addOption(
      new Option("--ssh-host-keys <mode>", "what to do with a server whose key is not known")
        .choices(["strict", "accept-new"])
        .default("strict"),
    );

/** @throws Refusal when it could not be an image's tag */
export function versionOption(text: string | undefined): Version | undefined {
  if (text === undefined || isVersion(text)) return text;
  throw new Refusal([`"${text}" is no version: letters, digits, dots, dashes and underscores only, at most 128 of them`]);
}

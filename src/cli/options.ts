import { type Command, Option } from "commander";
import { isVersion, type Version, versionRule } from "../core/config/names.ts";
import { branchSlug, isPreviewNumber } from "../core/config/preview/name.ts";
import type { PreviewRequest } from "../core/config/preview/preview.ts";
import type { Selection } from "../core/config/selection.ts";
import { type KnownFingerprint, parseFingerprint } from "../core/host/fingerprints.ts";
import { Refusal } from "../core/report/refusal.ts";

/** The options that every command takes, as they were given. */
export interface GlobalOptions {
  readonly configFile: string;
  readonly destination?: string;
  /** The number of a pull request. */
  readonly preview?: number;
  /** The name of its branch; an option of few commands. */
  readonly branch?: string;
  /** The commit at its end; no option of any command. */
  readonly sha?: string;
  readonly primary?: true;
  readonly hosts?: string;
  readonly roles?: string;
  readonly version?: string;
  readonly skipHooks?: true;
  readonly verbose?: true;
  readonly quiet?: true;
  readonly json?: true;
  readonly sshPrivateKey?: string;
  readonly sshKnownHosts?: string;
  readonly sshFingerprint?: readonly string[];
  readonly sshHostKeys?: string;
}

/** Add the options that every command takes. */
export const withGlobals = (command: Command): Command =>
  command
    .helpOption("--help", "show this help")
    .addOption(new Option("-c, --config-file <file>", "the deploy.yml to read").default("config/deploy.yml"))
    .option("-d, --destination <name>", "use the settings of deploy.NAME.yml as well")
    .option(
      "--preview <number>",
      "act on the preview of this pull request, not on the app itself",
      wholeNumber("--preview", { atLeast: 1 }),
    )
    .option("-p, --primary", "act on the primary host only")
    .option("-h, --hosts <names>", "act on these hosts only: names or patterns with *, separated by commas")
    .option("-r, --roles <names>", "act on these roles only: names or patterns with *, separated by commas")
    .option("--version <version>", "the version to act on, instead of the commit")
    .option("-H, --skip-hooks", "run no hooks")
    .option("-v, --verbose", "show every command and what it prints")
    .option("-q, --quiet", "show nothing but the result and errors")
    .option("--json", "print the result as JSON")
    .option("--ssh-private-key <file>", "log in with this key")
    .option("--ssh-known-hosts <file>", "trust the servers' keys in this file, instead of ~/.ssh/known_hosts")
    .addOption(
      new Option(
        "--ssh-fingerprint <fingerprint>",
        "trust the server whose key has it, as in SHA256:... or 'HOST SHA256:...'",
      ).argParser(oneMore),
    )
    .addOption(
      new Option("--ssh-host-keys <mode>", "what to do with a server whose key is not known")
        .choices(["strict", "accept-new"])
        .default("strict"),
    );

/** For an option that may be given several times. */
const oneMore = (text: string, earlier: readonly string[] = []): readonly string[] => [...earlier, text];

/** @throws Refusal when one is no fingerprint */
export function fingerprintsOption({ sshFingerprint = [] }: Pick<GlobalOptions, "sshFingerprint">): readonly KnownFingerprint[] {
  return sshFingerprint.map((text) => {
    const known = parseFingerprint(text);
    if (known) return known;
    throw new Refusal([`"${text}" is no fingerprint: write SHA256:..., "HOST SHA256:..." or "[HOST]:PORT SHA256:..."`]);
  });
}

/** Which preview is meant, if any. @throws Refusal when that is no number of a pull request */
export function previewOption({
  preview,
  branch,
  sha,
}: Pick<GlobalOptions, "preview" | "branch" | "sha">): PreviewRequest | undefined {
  if (preview === undefined) return undefined;
  if (!isPreviewNumber(preview)) throw new Refusal([`"${preview}" is no number of a pull request`]);
  return { number: preview, branch: branch === undefined ? undefined : branchSlug(branch), sha };
}

/** @throws Refusal when it could not be an image's tag */
export const versionOption = (text: string | undefined): Version | undefined =>
  text === undefined ? undefined : versionArgument(text);

/** @throws Refusal when it could not be an image's tag */
export function versionArgument(text: string): Version {
  if (isVersion(text)) return text;
  throw new Refusal([`"${text}" is no version: ${versionRule}`]);
}

/**
 * Reads an option that is a whole number.
 * @param option as it is typed
 * @param allowed what it counts, and the least that it may be
 * @throws Refusal when it is none
 */
export const wholeNumber =
  (option: string, { of, atLeast = 0 }: { readonly of?: string; readonly atLeast?: number } = {}) =>
  (text: string): number => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= atLeast) return Number(text);
    const [unit, least] = [of === undefined ? "" : ` of ${of}`, atLeast > 0 ? `, ${atLeast} or more` : ""];
    throw new Refusal([`${option} is "${text}"; it takes a whole number${unit}${least}`]);
  };

/** Where a command is to act. */
export const selectionOption = ({ primary, hosts, roles }: Pick<GlobalOptions, "primary" | "hosts" | "roles">): Selection => ({
  ...{ hosts: hosts?.split(","), roles: roles?.split(","), primary: primary ?? false },
});

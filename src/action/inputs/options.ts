import { choice, flag, optional } from "./input.ts";

/** An input that is an option of commands. */
interface OptionInput {
  readonly name: string;
  /** Words: one of these. */
  readonly kind: "text" | "flag" | readonly string[];
  /** The option's name, where that is another one. */
  readonly option?: string;
  /** A command that does not take it does nothing that it is about, so it may be left out there in silence. */
  readonly spare?: true;
}

export const optionInputs: readonly OptionInput[] = [
  { name: "config-file", kind: "text", spare: true },
  { name: "destination", kind: "text" },
  { name: "version", kind: "text" },
  { name: "image", kind: "text" },
  { name: "hosts", kind: "text" },
  { name: "roles", kind: "text" },
  { name: "primary", kind: "flag" },
  { name: "skip-push", kind: "flag", spare: true },
  { name: "cache", kind: "flag", spare: true },
  { name: "skip-hooks", kind: "flag", spare: true },
  { name: "dry-run", kind: "flag" },
  { name: "lock-wait", kind: "flag", spare: true },
  { name: "lock-timeout", kind: "text", option: "lock-wait-timeout", spare: true },
  { name: "lock-wait-interval", kind: "text", spare: true },
  { name: "shard", kind: "text" },
  { name: "check-url", kind: "text" },
  { name: "ssh-host-keys", kind: ["strict", "accept-new"], spare: true },
];

/** An option as it was given, on its way to the command line. */
export interface GivenOption {
  readonly input: string;
  readonly option: string;
  readonly value: string | boolean;
  readonly spare: boolean;
}

/** @throws Refusal when one cannot be understood */
export const givenOptions = (): readonly GivenOption[] => [...optionInputs.flatMap(givenOption), ...logLevel()];

function givenOption({ name, kind, option = name, spare }: OptionInput): readonly GivenOption[] {
  const value = written(name, kind);
  return value === undefined ? [] : [{ input: name, option, value, spare: spare === true }];
}

function written(name: string, kind: OptionInput["kind"]): string | boolean | undefined {
  if (kind === "flag") return flag(name);
  return kind === "text" ? optional(name) : choice(name, kind);
}

function logLevel(): readonly GivenOption[] {
  const option = choice("log-level", ["quiet", "normal", "verbose"]) ?? "normal";
  return option === "normal" ? [] : [{ input: "log-level", option, value: true, spare: true }];
}

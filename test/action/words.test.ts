import { describe, expect, it } from "vitest";
import { type GivenOption, optionInputs } from "../../src/action/inputs/options.ts";
import { commandLine, globalsOf } from "../../src/action/words.ts";
import { Refusal } from "../../src/core/report/refusal.ts";
import { theProgram } from "../cli/commands.ts";

/** Options as inputs give them. */
const given = (values: Readonly<Record<string, string | boolean>>): GivenOption[] =>
  Object.entries(values).map(([input, value]) => {
    const { option = input, spare = false } = optionInputs.find(({ name }) => name === input) ?? {};
    return { input, option, value, spare };
  });

/** As action.yml has them where a workflow says nothing. */
const defaults = given({
  ...{
    "config-file": "config/deploy.yml",
    primary: false,
    "skip-push": false,
    cache: true,
    "skip-hooks": false,
    "dry-run": false,
  },
  ...{ "lock-wait": true, "lock-timeout": "900", "lock-wait-interval": "15", "ssh-host-keys": "strict" },
});

const line = (command: string, options: readonly GivenOption[]): string =>
  commandLine(command.split(" "), options, theProgram()).join(" ");

describe("inputs that are options", () => {
  it("become words of the command", () => {
    const options = given({
      hosts: "a,b",
      "skip-push": true,
      primary: false,
      cache: false,
      version: "-odd",
      "lock-timeout": "60",
    });
    expect(line("deploy", options)).toBe("deploy --hosts=a,b --skip-push --no-cache --version=-odd --lock-wait-timeout=60");
  });

  it("say nothing that is so anyway, but for the lock: a job waits for it", () => {
    expect(line("deploy", defaults)).toBe("deploy --lock-wait");
    expect(line("app version", defaults)).toBe("app version");
  });

  it("come before what the command says, so that it has the last word", () => {
    const options = given({ hosts: "a", "config-file": "other.yml" });
    expect(line("app exec -h b -- ls --hosts", options)).toBe("app exec --hosts=a --config-file=other.yml -h b -- ls --hosts");
  });

  it.each(["image", "shard", "check-url", "dry-run"])("are refused where they would be lost and more be done: %s", (input) => {
    const run = () => line("lock release", given({ [input]: input === "dry-run" ? true : "x" }));
    expect(run).toThrow(Refusal);
    expect(run).toThrow(`The command lock release does not know what the input ${input} asks for`);
  });

  it("are left out where the command has nothing to do with them", () => {
    const options = given({ "skip-push": true, cache: false, "lock-wait": true, "dry-run": false });
    expect(line("lock release", options)).toBe("lock release");
  });

  it("leave what is no command as it is, for the parser to complain", () => {
    const options = given({ hosts: "a" });
    expect(line("app", options)).toBe("app");
    expect(line("dploy", options)).toBe("dploy");
    expect(line("help deploy", options)).toBe("help deploy");
  });

  it("say how much the log shows, unless the command does", () => {
    const verbose = [{ input: "log-level", option: "verbose", value: true, spare: true }];
    expect(line("deploy", verbose)).toBe("deploy --verbose");
    expect(line("deploy -q", verbose)).toBe("deploy -q");
  });

  it("tell which deploy.yml it is, before it is known which command", () => {
    const options = given({ "config-file": "other.yml", destination: "staging", "skip-push": true });
    expect(globalsOf(options)).toMatchObject({ configFile: "other.yml", destination: "staging" });
  });
});

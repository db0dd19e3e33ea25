import { type Flag, type FlagDefault, readFlag } from "./flag.ts";

/** The arguments of one command, read as pflag reads them: flags and operands may be mixed, `--` ends the flags. */
export class Arguments {
  readonly operands: string[] = [];
  helpWanted = false;
  readonly #flags: ReadonlyMap<string, Flag>;
  readonly #given = new Map<string, FlagDefault>();

  constructor(flags: readonly Flag[], args: readonly string[]) {
    this.#flags = new Map(flags.map((flag) => [flag.name, flag]));
    const rest = [...args];
    for (let arg = rest.shift(); arg !== undefined && !this.helpWanted; arg = rest.shift()) this.#read(arg, rest);
  }

  isGiven(name: string): boolean {
    return this.#given.has(name);
  }

  truth(name: string): boolean {
    const found = this.#value(name);
    if (found.kind !== "bool") throw new Error(`--${name} is no bool`);
    return found.value;
  }

  text(name: string): string {
    const found = this.#value(name);
    if (found.kind !== "string") throw new Error(`--${name} is no string`);
    return found.value;
  }

  /** An integer as it is, a duration in ms. */
  number(name: string): number {
    const found = this.#value(name);
    if (found.kind !== "int" && found.kind !== "duration") throw new Error(`--${name} is no number`);
    return found.value;
  }

  list(name: string): readonly string[] {
    const found = this.#value(name);
    if (found.kind !== "strings") throw new Error(`--${name} is no list`);
    return found.value;
  }

  #value(name: string): FlagDefault {
    const found = this.#given.get(name) ?? this.#flags.get(name);
    if (found === undefined) throw new Error(`--${name} is no flag of this command`);
    return found;
  }

  #read(arg: string, rest: string[]): void {
    if (arg === "--") this.operands.push(...rest.splice(0));
    else if (arg.startsWith("--")) this.#readFlag(arg, rest);
    else if (arg.startsWith("-h")) this.helpWanted = true;
    else if (arg.startsWith("-") && arg !== "-") throw new Error(`unknown shorthand flag: '${arg[1]}' in ${arg}`);
    else this.operands.push(arg);
  }

  #readFlag(arg: string, rest: string[]): void {
    const [, name = "", , inline] = /^--([^=]*)(=([\s\S]*))?$/.exec(arg) ?? [];
    if (name === "" || name.startsWith("-")) throw new Error(`bad flag syntax: ${arg}`);
    const flag = this.#flags.get(name);
    if (flag === undefined && name === "help") {
      this.helpWanted = true;
      return;
    }
    if (flag === undefined) throw new Error(`unknown flag: --${name}`);
    const value = inline ?? (flag.kind === "bool" ? "true" : rest.shift());
    if (value === undefined) throw new Error(`flag needs an argument: --${name}`);
    this.#set(flag, value);
  }

  #set(flag: Flag, value: string): void {
    try {
      this.#given.set(flag.name, readFlag(flag, value, this.#given.get(flag.name)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`invalid argument ${JSON.stringify(value)} for "--${flag.name}" flag: ${reason}`);
    }
  }
}

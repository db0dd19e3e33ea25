/** A remark on the run's page. */
export interface Remark {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

interface Command {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
}

/** Commands that a runner knows, as of actions/runner's src/Runner.Worker/ActionCommandManager.cs. */
const known = ["add-mask", "error", "warning", "notice", "debug", "group", "endgroup", "echo", "stop-commands"];
/** Commands that write what belongs into a file nowadays; a runner refuses them or says that they are deprecated. */
const deprecated = ["set-output", "save-state", "set-env", "add-path", "add-matcher", "remove-matcher"];

/**
 * What a runner makes of a step's output: it obeys the commands in it and shows the rest, masked. Stricter than a runner: it
 * masks whole values only, knows no deprecated command, and wants every group ended before the next.
 */
export class JobLog {
  readonly lines: string[] = [];
  readonly remarks: Remark[] = [];
  readonly groups: string[] = [];
  readonly masks: string[] = [];
  /** What a real runner would put up with, and we do not. */
  readonly faults: string[] = [];
  #inGroup = false;

  hear(line: string): void {
    const command = commandIn(line);
    if (command) this.#obey(command);
    else this.#show(line);
  }

  end(): void {
    if (this.#inGroup) this.faults.push("The last group was not ended");
  }

  mask(text: string): string {
    return this.masks.toSorted((a, b) => b.length - a.length).reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
  }

  #show(line: string): void {
    this.lines.push(this.mask(line));
  }

  #obey({ name, properties, data }: Command): void {
    if (deprecated.includes(name)) this.faults.push(`It used the deprecated command ${name}`);
    if (name === "add-mask") this.masks.push(data);
    if (name === "group") this.#startGroup(data);
    if (name === "endgroup") this.#inGroup = false;
    if (name === "error" || name === "warning" || name === "notice") this.#remark(name, properties, data);
  }

  #startGroup(title: string): void {
    if (this.#inGroup) this.faults.push(`The group ${title} was started within another`);
    this.#inGroup = true;
    this.groups.push(title);
    this.#show(`##[group]${title}`);
  }

  #remark(level: Remark["level"], properties: ReadonlyMap<string, string>, data: string): void {
    const number = (name: string): number | undefined => (properties.has(name) ? Number(properties.get(name)) : undefined);
    const message = this.mask(data);
    this.remarks.push({
      ...{ level, message, title: properties.get("title"), file: properties.get("file") },
      ...{ line: number("line"), column: number("col") },
    });
    for (const line of message.split("\n")) this.#show(`##[${level}]${line}`);
  }
}

function commandIn(line: string): Command | undefined {
  const written = /^\s*::(?<name>[^\s:]+)(?: (?<properties>.*?))?::(?<data>.*)$/s.exec(line)?.groups;
  const older = /##\[(?<name>[^\s\]]+)(?: (?<properties>[^\]]*))?\](?<data>.*)$/s.exec(line)?.groups;
  const { name, properties = "", data = "" } = written ?? older ?? {};
  if (name === undefined || ![...known, ...deprecated].includes(name)) return undefined;
  const pairs = properties.split(written ? "," : ";").map((pair): [string, string] => {
    const [key = "", value = ""] = pair.split(/=(.*)/s);
    return [key.trim(), unescaped(value)];
  });
  return { name, properties: new Map(pairs), data: unescaped(data) };
}

const unescaped = (text: string): string =>
  text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%");

/**
 * The file behind GITHUB_OUTPUT or GITHUB_STATE: `name=value` or `name<<END`, lines, `END`; the last word on a name counts.
 * A runner fails a step that writes anything else: src/Runner.Worker/FileCommandManager.cs of actions/runner.
 */
export function fileCommands(text: string, faults: string[] = []): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === "") continue;
    const { name, end, value } = /^(?<name>[^=<]+)(?:<<(?<end>.+)|=(?<value>.*))$/.exec(line)?.groups ?? {};
    if (name === undefined) faults.push(`A file command is neither name=value nor name<<END: ${line}`);
    else values[name] = end === undefined ? (value ?? "") : linesUntil(end, lines, faults);
  }
  return values;
}

function linesUntil(end: string, lines: string[], faults: string[]): string {
  const last = lines.indexOf(end);
  if (last < 0) faults.push(`A file command never comes to its end: ${end}`);
  const value = lines.splice(0, last < 0 ? lines.length : last).join("\n");
  lines.shift();
  return value;
}

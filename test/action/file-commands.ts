/** The file behind GITHUB_OUTPUT or GITHUB_STATE: `name=value` or `name<<END`, lines, `END`; the last word on a name counts. */
export function fileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const { name, end, value } = /^(?<name>[^=<]+)(?:<<(?<end>.+)|=(?<value>.*))$/.exec(line)?.groups ?? {};
    if (name === undefined) continue;
    values[name] = end === undefined ? (value ?? "") : lines.splice(0, lines.indexOf(end)).join("\n");
    if (end !== undefined) lines.shift();
  }
  return values;
}

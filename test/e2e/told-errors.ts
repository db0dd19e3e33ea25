/** What a run told of one thing that failed. */
export interface ToldError {
  readonly host: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** What stands at the end of what a run said in a terminal. */
export const toldErrors = (stderr: string): ToldError[] =>
  stderr.split("\n\n").flatMap((block) => {
    const [, host = "", title = "", rest = ""] = /^ERROR on (\S+): (.*)\n([\s\S]*)/m.exec(block) ?? [];
    return host === "" ? [] : [{ host, title, lines: rest.split("\n").map((line) => line.trim()) }];
  });

/** The one about a role. @throws Error with all that was said when there is none */
export function toldOf(role: string, stderr: string): ToldError {
  const found = toldErrors(stderr).find(({ title }) => title.split(" ").includes(role));
  if (!found) throw new Error(`Nothing was said of ${role}:\n${stderr}`);
  return found;
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What one of Kamal's commands runs on one server: lines as the classes of Kamal 2.12.0 made them of the deploy.yml, version 999. */
export interface Recorded {
  /** The deploy.yml that it is about, without its ending. */
  readonly config: string;
  readonly destination: string | undefined;
  /** As it is typed. */
  readonly command: string;
  readonly host: string;
  readonly lines: readonly string[];
}

/** Every recording in a directory: `NAME.txt` beside its `NAME.yml`, and `NAME.staging.yml` where it is of a destination. */
export function readRecordings(directory: string): Recorded[] {
  const files = readdirSync(directory);
  return files
    .filter((file) => file.endsWith(".txt"))
    .flatMap((file) => {
      const config = file.slice(0, -".txt".length);
      const destination = files.includes(`${config}.staging.yml`) ? "staging" : undefined;
      const blocks = readFileSync(join(directory, file), "utf8").trim().split("\n\n");
      return blocks.map((block) => ({ config, destination, ...readBlock(block) }));
    });
}

/** `HOST: COMMAND`, and beneath it what runs there. @throws Error when it is something else */
function readBlock(block: string): Pick<Recorded, "host" | "command" | "lines"> {
  const [heading = "", ...lines] = block.split("\n");
  const [, host, command] = /^(\S+): (.+)$/.exec(heading) ?? [];
  if (host === undefined || command === undefined) throw new Error(`The recording has a heading that cannot be read: ${heading}`);
  return { host, command, lines: lines.map((line) => line.trim()) };
}

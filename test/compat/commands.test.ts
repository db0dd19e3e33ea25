import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { additions, differences } from "./command-differences.ts";
import { counterpart, kamals, ours } from "./comparison.ts";
import { readRecordings } from "./recorded.ts";

const directory = join(import.meta.dirname, "commands");
const recordings = readRecordings(directory);
const configs = [...new Set(recordings.map(({ config }) => config))];

describe.each(configs)("for the app of %s.yml", (config) => {
  it.each(recordings.filter((each) => each.config === config))("$command runs on $host what Kamal's runs", async (recorded) => {
    const commands = await ours(recorded, directory);
    const expected = kamals(recorded).flatMap((command) => counterpart(command, recorded) ?? []);
    expect(expected.filter((command) => !commands.includes(command))).toEqual([]);
    const others = commands.filter((command) => !expected.includes(command));
    expect(others.filter((command) => !additions.some((each) => each.ours.test(command)))).toEqual([]);
  });
});

describe("the table of differences", () => {
  it.each(differences)("is still needed for $kamal, because $because", ({ kamal, of }) => {
    const concerned = recordings.filter(({ command }) => of?.test(command) ?? true);
    expect(concerned.flatMap(kamals).filter((command) => kamal.test(command))).not.toEqual([]);
  });
});

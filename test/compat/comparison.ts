import { z } from "zod";
import { OwnLock } from "../../src/cli/own-lock.ts";
import { program } from "../../src/cli/program.ts";
import { terminal } from "../../src/cli/terminal.ts";
import { Discretion } from "../../src/core/shell/discretion.ts";
import { splitWords } from "../../src/core/shell/shellwords.ts";
import { theSecrets } from "../support.ts";
import { differences } from "./command-differences.ts";
import type { Recorded } from "./recorded.ts";
import { simpleCommands } from "./simple-commands.ts";

const preview = z.object({
  stages: z.array(
    z.object({
      stage: z.string(),
      hosts: z.array(z.object({ host: z.string(), steps: z.array(z.object({ command: z.string() })) })),
    }),
  ),
});

/** The simple commands that Landfall would run where Kamal's ran, the lock's aside. @param directory where the deploy.yml is */
export async function ours({ config, destination, command, host }: Recorded, directory: string): Promise<string[]> {
  const words = splitWords(command) ?? [];
  const version = words.includes("--version") || words.includes("exec") ? [] : ["--version", "999"];
  const where = ["-c", `${config}.yml`, ...(destination === undefined ? [] : ["-d", destination])];
  const found: string[] = [];
  const usual = terminal({ signal: new AbortController().signal, silence: () => {} }, new OwnLock(), new Discretion());
  const root = program({
    ...usual,
    async call(options) {
      const call = await usual.call(options);
      return { ...call, request: { ...call.request, directory, secrets: theSecrets({ TOKEN: "sekret" }) } };
    },
    answer({ json }) {
      const { stages } = preview.parse(json);
      const hosts = stages.filter(({ stage }) => !/lock$/.test(stage)).flatMap((stage) => stage.hosts);
      const steps = hosts.filter((each) => each.host === host).flatMap((each) => each.steps);
      found.push(...steps.flatMap((step) => normal(step.command)));
    },
  });
  await root.exitOverride().parseAsync([...words, ...version, ...where, "--dry-run"], { from: "user" });
  return [...new Set(found)];
}

/** What Kamal ran, as simple commands. */
export const kamals = ({ lines }: Recorded): string[] => [...new Set(lines.flatMap(normal))];

/** Those that `sh -c` is given among them; times, names of persons and what is random are not compared. */
const normal = (line: string): string[] =>
  simpleCommands(line).flatMap((command) => {
    const inner = /^sh -c (.*)$/s.exec(command)?.[1];
    if (inner !== undefined) return normal(inner);
    return command
      .replace(/^printf %s %s\\n \[\$\(date [^)]*\)\] \[[^\]]*\]/, "echo [TIME] [USER]")
      .replace(/^echo \[\d{4}-[^\]]*\] \[[^\]]*\]/, "echo [TIME] [USER]")
      .replace(/(-exec-[\w.-]+)-[0-9a-f]{6} /, "$1-RANDOM ");
  });

/** What of ours stands for a command of Kamal's: itself, unless the table says otherwise. */
export function counterpart(command: string, { command: of }: Recorded): string | undefined {
  const difference = differences.find((each) => each.kamal.test(command) && (each.of?.test(of) ?? true));
  return difference ? difference.ours && command.replace(difference.kamal, difference.ours) : command;
}

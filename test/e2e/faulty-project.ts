import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lab } from "../lab/lab.ts";
import { createProject, type Project, type ProjectOptions } from "./project.ts";

/** A project whose image has, beside the sample app, one for every fault, which a role chooses by its `cmd`. */
export async function createFaultyProject(lab: Lab, options: ProjectOptions = {}): Promise<Project> {
  const project = await createProject(lab, options);
  const program = (name: string, content: string): Promise<void> =>
    writeFile(join(project.directory, name), content, { mode: 0o755 });
  await program("broken", "\x01\x02 no program");
  await program("windows.sh", "#!/bin/sh\r\necho\r\n");
  await project.commit({ "fault.py": await readFile(join(import.meta.dirname, "fault.py"), "utf8") });
  return project;
}

/** A role's command with a fault. */
export const cmd = (fault: string): string => `python3 fault.py ${fault}`;

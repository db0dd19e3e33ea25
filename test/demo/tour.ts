import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "../e2e/project.ts";
import type { Lab } from "../lab/lab.ts";
import { ownedName } from "../lab/label.ts";
import { program } from "../setup/program.ts";
import type { Screen } from "./screen.ts";

const root = join(import.meta.dirname, "../..");

/** Says how to look around in a lab that stays up. */
export async function showTour(screen: Screen, lab: Lab, project: Project): Promise<void> {
  const landfall = await writeLauncher(lab, project);
  screen.heading("It all stays up: look around");
  for (const server of lab.servers) {
    screen.aside(`# ${server.name}: what it serves, its containers, a shell on it`);
    screen.line(`curl ${server.url}`);
    screen.line(`docker exec ${ownedName(lab.name, server.name)} docker ps`);
    screen.line(`ssh ${lab.sshArguments(server).join(" ")}`);
  }
  screen.aside(`# landfall, as if run in the app's repository ${project.directory}`);
  for (const words of ["app details", "facts", "config", "deploy --dry-run"]) screen.line(`${landfall} ${words}`);
  screen.aside("# one more version");
  screen.line(`git -C ${project.directory} commit --allow-empty --message 'One more' && ${landfall} deploy`);
  screen.aside("# take it all down");
  screen.line(`(cd ${root} && node_modules/.bin/node test/lab/cli.ts down ${lab.name})`);
}

/** Writes a program that runs landfall in the project, from wherever it is called; resolves to its path. */
async function writeLauncher(lab: Lab, { directory, env }: Project): Promise<string> {
  const path = join(lab.folder, "landfall");
  const settings = Object.entries(env).map(([name, value]) => `export ${name}='${value}'`);
  const lines = ["#!/bin/sh", `cd '${directory}' || exit`, ...settings, `exec '${process.execPath}' '${program}' "$@"`];
  await writeFile(path, `${lines.join("\n")}\n`, { mode: 0o755 });
  return path;
}

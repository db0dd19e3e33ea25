import type { Config, Role } from "../config/config.ts";
import { containerPrefix, latestImage } from "../host/names.ts";
import { capture, pipe, type Shell, sh, type Word } from "../shell/sh.ts";

type OfRole = { readonly config: Config; readonly role: Role };

/** Docker's filters for the containers of an app, or of one of its roles. */
export const containerFilters = ({ service, destination }: Config, role?: Role): Word[] => [
  "--filter",
  `label=service=${service}`,
  "--filter",
  `label=destination=${destination ?? ""}`,
  role !== undefined && ["--filter", `label=role=${role.name}`],
];

const active: Word[] = ["--filter", "status=running", "--filter", "status=restarting"];

/** The one that serves, by Kamal's rule: the newest that runs the image tagged latest, else the newest that runs. */
function serving({ config, role }: OfRole, format: Word): Shell {
  const newest = sh`docker ps --latest ${format} ${containerFilters(config, role)} ${active}`;
  const latest = capture(sh`docker image ls --filter ${`reference=${latestImage(config)}`} --format ${"{{.ID}}"}`);
  return pipe(sh`${newest} --filter ancestor=${latest}; ${newest}`, sh`head -1`);
}

/** The id of the container that serves; nothing where none does. */
export const servingId = (app: OfRole): Shell => serving(app, "--quiet");

/** The name of the container that serves; nothing where none does. */
export const servingName = (app: OfRole): Shell => serving(app, ["--format", "{{.Names}}"]);

/** The version that serves; nothing where none does. */
export const servingVersion = (app: OfRole): Shell => pipe(servingName(app), versions(app));

/** From names of containers, a line each, to the versions that they end in. */
export const versions = (app: OfRole): Shell => sh`cut -c ${`${containerPrefix(app).length + 2}-`}`;

/** The versions that run, the newest first. */
export const runningVersions = (app: OfRole): Shell =>
  pipe(sh`docker ps ${containerFilters(app.config, app.role)} --format ${"{{.Names}}"}`, versions(app));

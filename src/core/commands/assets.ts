import type { Config, Role } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { appDirectory, containerPrefix, imageTag } from "../host/names.ts";
import { any, lines, type Shell, sh, type Word } from "../shell/sh.ts";
import { markFlags } from "./preview-mark.ts";

/** A role at a version, wherever it runs. */
export interface RoleVersion {
  readonly config: Config;
  readonly role: Role;
  readonly version: Version;
}

/** Only what takes traffic serves assets, so that old pages find theirs in the new version and the other way round. */
export const hasAssets = ({ assetPath, proxy }: Role): boolean => assetPath !== undefined && proxy !== undefined;

const kinds = ["extracted", "volumes"] as const;
type Kind = (typeof kinds)[number];

const kindDirectory = (config: Config, kind: Kind): string => `${appDirectory(config)}/assets/${kind}`;
const directory = ({ config, role, version }: RoleVersion, kind: Kind): string =>
  `${kindDirectory(config, kind)}/${role.name}-${version}`;

/** The path in the image, and what is said of the mount after a colon. */
function mountOf({ assetPath = "" }: Role): { readonly path: string; readonly options: string } {
  const [, path = assetPath, options = ""] = /^([^:]*)(:.*)$/s.exec(assetPath) ?? [];
  return { path, options };
}

/** Mounts the role's assets, those of the version before among them, over those of the image. */
export function assetVolume(app: RoleVersion): Word[] {
  if (!hasAssets(app.role)) return [];
  const { path, options } = mountOf(app.role);
  return ["--volume", sh`"$PWD"/${directory(app, "volumes")}:${path}${options}`];
}

/** Take the assets out of the image, and put those of both versions where both can serve them. @param old the one that serves */
export function prepareAssets(app: RoleVersion, old: Version | undefined): Shell {
  const [extracted, volume] = [directory(app, "extracted"), directory(app, "volumes")];
  const before = old === undefined || old === app.version ? undefined : { ...app, version: old };
  return lines(
    extract(app),
    sh`mkdir -p ${volume}`,
    // Where the version was deployed before, cp has nothing to do, which some versions of it count as failure.
    any(copyNew(extracted, volume), sh`cp -rT ${extracted} ${volume}`),
    before && any(sh`${copyNew(extracted, directory(before, "volumes"))} 2>/dev/null`, sh`true`),
    before && any(sh`${copyNew(directory(before, "extracted"), volume)} 2>/dev/null`, sh`true`),
  );
}

const copyNew = (from: string, to: string): Shell => sh`cp -rnT ${from} ${to}`;

function extract(app: RoleVersion): Shell {
  const name = `${containerPrefix(app)}-assets`;
  const { path } = mountOf(app.role);
  const missing = `asset_path: there is no ${path} in ${imageTag(app.config, app.version)}`;
  const copied = sh`docker container cp -L ${name}:${path}/. ${directory(app, "extracted")}`;
  return lines(
    sh`mkdir -p ${directory(app, "extracted")}`,
    sh`docker container rm ${name} >/dev/null 2>&1 || true`,
    sh`docker container create --name ${name} ${markFlags(app.config)} ${imageTag(app.config, app.version)} >/dev/null`,
    sh`${copied} || { echo ${missing}; docker container rm ${name} >/dev/null; exit 1; }`,
    sh`docker container rm ${name} >/dev/null`,
  );
}

/** Remove the assets of all versions but this. */
export const cleanUpAssets = (app: RoleVersion): Shell => lines(...kinds.map((kind) => removeOthers(app, kind)));

/** A role whose name begins with this one's keeps its own. */
function removeOthers(app: RoleVersion, kind: Kind): Shell {
  const { config, role, version } = app;
  const longer = config.roles.filter(({ name }) => name.startsWith(`${role.name}-`));
  const spared = longer.flatMap(({ name }) => ["!", "-name", `${name}-*`]);
  return sh`find ${kindDirectory(config, kind)} -maxdepth 1 -name ${`${role.name}-*`} ! -name ${`${role.name}-${version}`} ${spared} -exec rm -rf {} +`;
}

import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Where Docker's command line looks for plugins beside the user's own: cli-plugins/manager/manager_unix.go of docker/cli. */
const systemFolders = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map((folder) =>
  join(folder, "docker"),
);

/**
 * Whether Docker and a plugin of it are where they usually are. To ask Docker itself is the better part of a tenth of a second,
 * which a deploy would spend before it connects.
 * @param name as in `docker-buildx`
 */
export async function isPluginAtHand(
  name: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
  folders: readonly string[] = systemFolders,
): Promise<boolean> {
  const own = env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
  const programs = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const [docker, plugin] = await Promise.all([
    isExecutableInAny(programs, "docker"),
    isExecutableInAny(
      [own, ...folders].map((folder) => join(folder, "cli-plugins")),
      name,
    ),
  ]);
  return docker && plugin;
}

const isExecutableInAny = (folders: readonly string[], name: string): Promise<boolean> =>
  Promise.any(folders.map((folder) => access(join(folder, name), constants.X_OK))).then(
    () => true,
    () => false,
  );

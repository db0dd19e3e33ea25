import type { Options } from "../config.ts";

/**
 * The options of `docker run` that say how a container runs, and reach nothing outside of it: docs.docker.com/reference/cli/docker.
 * All others, such as ports, mounts, devices, rights and names, would be the app's own or the server's.
 */
const kept: ReadonlySet<string> = new Set([
  ...["cpu-period", "cpu-quota", "cpu-shares", "c", "cpus", "cpuset-cpus", "cpuset-mems"],
  ...["memory", "m", "memory-reservation", "memory-swap", "memory-swappiness", "kernel-memory", "shm-size", "tmpfs"],
  ...["oom-kill-disable", "oom-score-adj", "pids-limit", "ulimit", "blkio-weight", "sysctl"],
  ...["health-cmd", "health-interval", "health-retries", "health-start-interval", "health-start-period", "health-timeout"],
  ...["no-healthcheck", "init", "stop-signal", "platform", "read-only", "user", "u", "group-add", "workdir", "w", "entrypoint"],
  ...["cap-drop", "dns", "dns-option", "dns-search", "tty", "t", "interactive", "i"],
]);

/** What a preview keeps of a role's or an accessory's options. */
export const previewOptions = (options: Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([name, value]) => kept.has(name) || confines(name, value)));

/** The other values of that option loosen what a container is held by. */
const confines = (name: string, value: Options[string]): boolean =>
  name === "security-opt" && [value].flat().every((each) => typeof each === "string" && each.startsWith("no-new-privileges"));

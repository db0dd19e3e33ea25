import type { Fault } from "../fault.ts";

const here = { where: "server" } as const;

export const diskFaults: readonly Fault[] = [
  {
    ...here,
    name: "read-only",
    means: "nothing can be written to a server's disk any more",
    mayMix: true,
    cause: ({ station }) => station.server.exec("mount --bind .kamal .kamal && mount --options remount,ro,bind .kamal"),
    heal: ({ station }) => station.server.exec("umount .kamal"),
  },
  {
    ...here,
    name: "disk-full",
    means: "a server's disk is full, where the user's home is",
    cause: ({ station }) => station.server.exec(moved(".kamal", "mount -t tmpfs -o size=256k tmpfs .kamal", fillingUp(".kamal"))),
    heal: ({ station }) =>
      station.server.exec(`rm .kamal/filling\n${moved(".kamal", "umount .kamal && rm -r .kamal && mkdir .kamal")}`),
  },
  {
    ...here,
    name: "docker-full",
    means: "a server's disk is full, where Docker keeps what it pulls",
    journeys: ["deploy", "setup"],
    cause: ({ station }) => station.server.exec(`mount -t tmpfs -o size=4k tmpfs ${pulled}\n${fillingUp(pulled)}`),
    heal: ({ station }) => station.server.exec(`umount ${pulled}`),
  },
];

const pulled = "/var/lib/docker/tmp";

const fillingUp = (directory: string): string => `cat /dev/zero > ${directory}/filling 2>/dev/null || true`;

/** What is in a directory is there again after this. */
const moved = (directory: string, change: string, ...more: readonly string[]): string =>
  ["rm -rf /tmp/moved", `cp -a ${directory} /tmp/moved`, change, `cp -a /tmp/moved/. ${directory}`, ...more].join(" && ");

import { KAMAL_PROXY_IMAGE } from "../../lab/kamal-proxy/image.ts";
import { type Fault, nothing } from "../fault.ts";
import { SERVICE } from "../ground.ts";
import { startEngine, stopEngine } from "./engine-process.ts";

const here = { where: "server" } as const;

export const serverFaults: readonly Fault[] = [
  {
    ...here,
    name: "power-cut",
    means: "a server loses its power, and boots when the run has ended",
    downs: "the server",
    mayMix: true,
    cause: ({ station }) => station.server.stop(),
    heal: ({ station }) => station.server.start(),
  },
  {
    ...here,
    name: "reboot",
    means: "a server loses its power for a moment",
    lasts: 0,
    downs: "the server",
    mayMix: true,
    cause: ({ station }) => station.server.stop(),
    heal: ({ station }) => station.server.start(),
  },
  {
    ...here,
    name: "frozen",
    means: "nothing on a server moves for 8 s",
    lasts: 8,
    downs: "the server",
    mayMix: true,
    cause: ({ station }) => station.server.pause(),
    heal: ({ station }) => station.server.unpause(),
  },
  {
    ...here,
    name: "docker-restart",
    means: "a server's Docker daemon restarts, and all containers with it",
    downs: "the server",
    lasts: 0,
    mayMix: true,
    cause: ({ station }) => stopEngine(station.server),
    heal: ({ station }) => startEngine(station.server),
  },
  {
    ...here,
    name: "docker-down",
    means: "a server's Docker daemon is down until the run has ended",
    downs: "the server",
    mayMix: true,
    cause: ({ station }) => stopEngine(station.server),
    heal: ({ station }) => startEngine(station.server),
  },
  {
    ...here,
    name: "app-gone",
    means: "somebody removes all of the app's containers on a server",
    comes: "under way",
    downs: "the server",
    needsDeploy: true,
    mayMix: true,
    cause: ({ station }) =>
      station.server.exec(
        `docker ps --all --quiet --filter label=service=${SERVICE} --filter label=role=web | xargs -r docker rm --force`,
      ),
    heal: nothing,
  },
  {
    ...here,
    name: "login-script",
    means: "a server's login script ends every login",
    comes: "at the start",
    cause: ({ station }) => station.server.exec("printf 'exit 3\\n' > .bashrc"),
    heal: ({ station }) => station.server.exec("rm .bashrc"),
  },
  {
    ...here,
    name: "name-clash",
    means: "a container has the name of the one that is to boot",
    comes: "at the start",
    journeys: ["deploy", "setup"],
    cause: async ({ station, ground }) => {
      const name = `${SERVICE}-web-${await ground.project.commit({})}`;
      await station.server.exec(`docker create --name ${name} ${KAMAL_PROXY_IMAGE} sleep 1`);
    },
    heal: nothing,
  },
  {
    ...here,
    name: "clock",
    means: "a server's clock is an hour ahead",
    comes: "at the start",
    mustPass: true,
    cause: ({ station }) => station.server.exec(ahead.map(standIn).join("\n")),
    heal: ({ station }) => station.server.exec(ahead.map((program) => `rm /usr/local/bin/${program}`).join("\n")),
  },
];

/** The programs that tell a clock's time: all containers share the clock of the machine. */
const ahead = ["date", "touch"] as const;

const standIn = (program: string): string =>
  `printf '#!/bin/sh\nexec /usr/bin/%s --date="1 hour" "$@"\n' ${program} > /usr/local/bin/${program}; chmod +x /usr/local/bin/${program}`;

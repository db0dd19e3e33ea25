import type { Fault } from "../fault.ts";

const here = { where: "network", mayMix: true } as const;

export const networkFaults: readonly Fault[] = [
  {
    ...here,
    name: "ssh-cut",
    means: "SSH to one server is cut, and stays so",
    cause: ({ station }) => station.wire.cut(),
    heal: ({ station }) => station.wire.mend(),
  },
  {
    ...here,
    name: "ssh-reset",
    means: "SSH to one server is cut, and is back after a second",
    lasts: 1,
    cause: ({ station }) => station.wire.cut(),
    heal: ({ station }) => station.wire.mend(),
  },
  {
    ...here,
    name: "ssh-silent",
    means: "SSH to one server stays open, and nothing comes through",
    cause: async ({ station }) => station.wire.freeze(),
    heal: async ({ station }) => station.wire.thaw(),
  },
  {
    ...here,
    name: "ssh-stutter",
    mustPass: true,
    means: "nothing comes through SSH to one server for 8 s",
    lasts: 8,
    cause: async ({ station }) => station.wire.freeze(),
    heal: async ({ station }) => station.wire.thaw(),
  },
  {
    ...here,
    name: "cable",
    means: "one server's network cable is out for 10 s",
    lasts: 10,
    downs: "the server",
    cause: ({ station }) => station.server.cut(),
    heal: ({ station }) => station.server.heal(),
  },
  {
    where: "network",
    name: "ssh-crowded",
    means: "sshd has as many logins under way as it takes (MaxStartups), for a second",
    lasts: 1,
    comes: "at the start",
    mustPass: true,
    cause: ({ station }) => station.server.exec(`${restarted("-o MaxStartups=1")}\n${crowding}`),
    heal: ({ station }) => station.server.exec(`kill $(cat /tmp/crowd.pid)\n${restarted("")}`),
  },
];

/** Sessions go on without the one that listens. */
const restarted = (flags: string): string => `kill $(cat /run/sshd.pid)
while [ -e /run/sshd.pid ]; do sleep 0.1; done
/usr/sbin/sshd ${flags}
while [ ! -s /run/sshd.pid ]; do sleep 0.1; done`;

/** One login that never comes to its end. */
const crowding = `rm -f /tmp/crowd
nohup bash -c 'exec 3<>/dev/tcp/127.0.0.1/22; read -ru 3; touch /tmp/crowd; sleep 100' </dev/null >/dev/null 2>&1 &
echo $! > /tmp/crowd.pid
while [ ! -e /tmp/crowd ]; do sleep 0.1; done`;

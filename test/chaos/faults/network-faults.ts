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
];

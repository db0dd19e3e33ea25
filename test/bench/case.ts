/** Where is deployed to. */
export interface Case {
  /** Servers @ round trip in milliseconds. */
  readonly name: string;
  readonly servers: number;
  readonly roundTripMs: number;
}

export const FAR_MS = 40;

export const cases: readonly Case[] = [
  { name: "1@0", servers: 1, roundTripMs: 0 },
  { name: "3@0", servers: 3, roundTripMs: 0 },
  { name: `1@${FAR_MS}`, servers: 1, roundTripMs: FAR_MS },
  { name: `3@${FAR_MS}`, servers: 3, roundTripMs: FAR_MS },
];

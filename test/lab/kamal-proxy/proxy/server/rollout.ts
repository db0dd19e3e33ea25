import { type JsonFields, numberField, textsField } from "../json-fields.ts";
import { cookieOf } from "./cookie.ts";
import type { Visit } from "./visit.ts";

/** Which share of the traffic, and which cookie values, go to the rollout targets. */
export type Rollout = { readonly percentage: number; readonly allowlist: readonly string[] };

const hashes = 0xffffffff;

/** Reads what rolloutJson wrote. */
export const parseRollout = (from: JsonFields): Rollout => ({
  percentage: numberField(from, "percentage"),
  allowlist: textsField(from, "allowlist"),
});

export const rolloutJson = ({ percentage, allowlist }: Rollout): JsonFields => ({
  percentage,
  percentage_split_point: splitPoint(percentage),
  allowlist,
});

/** Tells by its kamal-rollout cookie whether a request goes to the rollout targets. */
export const goesToRollout = (rollout: Rollout, visit: Visit): boolean => {
  const value = cookieOf(visit.request, "kamal-rollout");
  if (value === undefined || value === "") return false;
  return rollout.allowlist.includes(value) || fnv1a(value) <= splitPoint(rollout.percentage);
};

const splitPoint = (percentage: number): number => hashes * (percentage / 100);

// FNV-1a of 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
const fnv1a = (text: string): number =>
  Buffer.from(text).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);

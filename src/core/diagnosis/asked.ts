import { z } from "zod";
import { oneLine } from "./one-line.ts";

const text = z.string().transform(oneLine);

/** What deploy.yml asks of a container. Times are in seconds. */
export const askedSchema = z.object({
  /** What it is, as sentences about it begin with it. */
  noun: z.enum(["app", "accessory", "release command", "seed"]),
  /** Where deploy.yml says how it is made: servers.web, accessories.db. */
  key: text,
  /** Where deploy.yml says how the proxy treats it. */
  proxyKey: text,
  /** Where its variables stand, if that is neither where those of all roles do nor with the accessory's. */
  envKey: text.optional(),
  deployTimeout: z.number(),
  /** What the proxy asks, if traffic reaches it through the proxy. */
  proxy: z.object({ port: z.number(), path: text, timeout: z.number() }).optional(),
});
export type Asked = z.infer<typeof askedSchema>;

/** Who an accessory is made by does not read these lines: what is to be changed of it stands in deploy.yml. */
export const isOwnImage = ({ noun }: Asked): boolean => noun !== "accessory";

/** Where a thing that roles share, and accessories have of their own, stands in deploy.yml. */
export function sharedKey(asked: Asked, name: "env" | "volumes"): string {
  if (name === "env" && asked.envKey !== undefined) return asked.envKey;
  return isOwnImage(asked) ? name : `${asked.key}.${name}`;
}

/** What has gone wrong, in a sentence about it. */
export const about = ({ noun }: Asked, rest: string): string => `The ${noun} ${rest}`;

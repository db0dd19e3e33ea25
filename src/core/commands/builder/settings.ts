import type { Config } from "../../config/config.ts";
import { assignments } from "./build.ts";

/** The settings that a shell reads before Docker does, by their place in deploy.yml. */
export function shellSettings({ builder }: Config): (readonly [path: string, text: string])[] {
  const { args, dockerfile, target, ssh, provenance, sbom, context, cache } = builder;
  const ofCache = { "cache.image": cache?.image, "cache.options": cache?.options };
  const unquoted = Object.entries({ dockerfile, target, ssh, provenance, sbom, context, ...ofCache });
  return [
    ...Object.entries(args).map(
      ([name, value]) => [`builder.args.${name}`, assignments("--build-arg", { [name]: value })] as const,
    ),
    ...unquoted.map(([name, text = ""]) => [`builder.${name}`, text] as const),
  ];
}

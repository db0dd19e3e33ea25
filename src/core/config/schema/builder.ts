import { z } from "zod";
import { printedMap } from "./options.ts";
import { expected, flag, section, setting, text, texts } from "./value.ts";

const cache = section({
  type: z
    .enum(["gha", "registry"], {
      error: ({ input }) => (input === undefined ? "is required" : `Invalid cache type: ${String(input)}`),
    })
    .optional()
    .describe("`gha`: the cache of GitHub Actions. `registry`: an image beside the app's."),
  options: text.optional().describe("Further options of buildx's `--cache-to`, such as mode=max."),
  image: text
    .optional()
    .describe("The image that holds the cache, for `registry` only. By default the app's image with `-build-cache` at its end."),
}).describe("Where build layers are kept between builds.");

const pack = section({
  builder: text.describe("The image of the builder."),
  buildpacks: texts.describe("The buildpacks to use, in this order."),
}).describe("Build with Cloud Native Buildpacks instead of a Dockerfile, for one architecture.");

export const builder = section({
  arch: z
    .union([texts, text], expected("an array or a string"))
    .optional()
    .describe("The architectures of the servers: amd64, arm64 or a list of both. Required."),
  remote: setting.optional().describe("A machine that builds the architectures which this one does not have: `ssh://user@host`."),
  local: flag.optional().describe("`false`: never build on this machine; `remote` must be set then.").meta({ default: true }),
  driver: text
    .optional()
    .describe("The buildx driver: docker-container, docker, or `cloud ORG/BUILDER`.")
    .meta({ default: "docker-container" }),
  context: text
    .optional()
    .describe("The build context. By default a clean clone of the commit; `.` is the working tree as it is."),
  dockerfile: setting.optional().describe("The Dockerfile, from the context.").meta({ default: "Dockerfile" }),
  target: setting.optional().describe("The stage of the Dockerfile to build. The last one by default."),
  args: printedMap.optional().describe("Build arguments. They can be seen in the image, so they are no place for secrets."),
  secrets: texts.optional().describe("Names of secrets that the Dockerfile may mount, each under its own name as the id."),
  ssh: setting.optional().describe("An SSH agent or key that the Dockerfile may use, as for buildx's `--ssh`."),
  provenance: text.optional().describe("The provenance attestation, as for buildx's `--provenance`: true, false or mode=max."),
  sbom: flag.optional().describe("Whether the image gets a software bill of materials, as for buildx's `--sbom`."),
  cache: cache.optional(),
  pack: pack.optional(),
})
  .superRefine(({ arch, pack, local, remote }, context) => {
    const refuse = (message: string, path: string[]) => context.addIssue({ code: "custom", path, message, input: arch });
    if ([arch ?? ""].flat().join("").trim() === "") refuse("Builder arch not set", ["arch"]);
    if (pack !== undefined && Array.isArray(arch) && arch.length > 1)
      refuse("buildpacks only support building for one arch", ["arch"]);
    if (local === false && (remote ?? "").trim() === "") refuse("Cannot disable local builds, no remote is set", ["local"]);
  })
  .describe("How the image is built.");

import { z } from "zod";
import { printedMap } from "./options.ts";
import { expected, flag, section, text, texts } from "./value.ts";

const cache = section({
  type: z
    .enum(["gha", "registry"], {
      error: ({ input }) => (input === undefined ? "is required" : `Invalid cache type: ${String(input)}`),
    })
    .optional()
    .describe("gha: the cache of GitHub Actions; registry: an image beside the app's."),
  options: text.optional().describe("Further options of --cache-to, such as mode=max."),
  image: text.optional().describe("The image that holds the cache (registry only)."),
}).describe("Where build layers are kept between builds.");

const pack = section({
  builder: text.describe("The image of the Cloud Native Buildpacks builder."),
  buildpacks: texts.describe("The buildpacks to use."),
}).describe("Build with buildpacks instead of a Dockerfile.");

export const builder = section({
  arch: z
    .union([texts, text], expected("an array or a string"))
    .optional()
    .describe("The architectures of the servers: amd64, arm64 or both."),
  remote: text.optional().describe("A machine that builds the architectures this one does not have: ssh://user@host."),
  local: flag.optional().describe("false: never build on this machine."),
  driver: text.optional().describe("The buildx driver: docker-container, docker, or cloud ORG/BUILDER."),
  context: text.optional().describe("The build context. By default a clean clone of HEAD; `.` is the working tree as it is."),
  dockerfile: text.optional().describe("The Dockerfile, from the context."),
  target: text.optional().describe("The stage of the Dockerfile to build."),
  args: printedMap.optional().describe("Build arguments; they can be seen in the image."),
  secrets: texts.optional().describe("Names of secrets given to the build as --secret."),
  ssh: text.optional().describe("An SSH agent or key for the build, as for --ssh."),
  provenance: text.optional().describe("The provenance attestation, as for --provenance."),
  sbom: flag.optional().describe("The software bill of materials, as for --sbom."),
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

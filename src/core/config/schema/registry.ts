import { z } from "zod";
import { isGithubRegistry } from "../credentials.ts";
import { expected, name, section } from "./value.ts";

const shape = "a string or an array with one string (for secret lookup)";
const filled = z.string(expected(shape)).regex(/\S/, { error: "is required" });
const credential = z.union([filled, z.tuple([filled], expected(shape))], expected(shape));

/** `localhost:PORT`: images are served by the deployer itself. */
export const isLocalRegistry = (server: string | undefined): boolean => server !== undefined && /^localhost[:$]/.test(server);

export const registry = section({
  server: name
    .optional()
    .describe(
      "Where images are pushed to and pulled from. Docker Hub by default; `localhost:PORT` is a registry that the deploy itself serves.",
    ),
  username: credential
    .optional()
    .describe(
      "The name to log in with, or in a list of one the name of the secret that holds it. Required unless the server is on localhost, or ghcr.io: a job of GitHub Actions logs in there with its own token.",
    ),
  password: credential
    .optional()
    .describe("In a list of one, the name of the secret that holds the password or token. Required where `username` is."),
})
  .superRefine(({ server, username, password }, context) => {
    if (isLocalRegistry(server) || isGithubRegistry(server)) return;
    for (const [name, value] of Object.entries({ username, password })) {
      if (value === undefined) context.addIssue({ code: "custom", path: [name], message: "is required", input: value });
    }
  })
  .describe("The image registry and its credentials.");

import { deployYml, secretsFile } from "./deploy-yml.ts";
import { sampleHooks } from "./hooks.ts";
import { deployWorkflow, previewWorkflow, rollbackWorkflow } from "./workflows.ts";

/** A file for a project that begins, by its path from the project's root. */
export interface StarterFile {
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

/** @param directory the name of the project's directory, which its app is named after */
export const starterFiles = (directory: string): readonly StarterFile[] => [
  { path: "config/deploy.yml", text: deployYml(serviceName(directory)), executable: false },
  { path: ".kamal/secrets", text: secretsFile, executable: false },
  ...sampleHooks.map((hook) => ({ ...hook, executable: true })),
  { path: ".github/workflows/deploy.yml", text: deployWorkflow, executable: false },
  { path: ".github/workflows/rollback.yml", text: rollbackWorkflow, executable: false },
  { path: ".github/workflows/preview.yml", text: previewWorkflow, executable: false },
];

const serviceName = (directory: string): string =>
  directory
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^-+|-+$/g, "") || "my-app";

/** The moments at which a project's own programs run, here, as in Kamal. */
export const hookNames = [
  "docker-setup",
  "pre-connect",
  "pre-build",
  "pre-deploy",
  "pre-app-boot",
  "post-app-boot",
  "post-deploy",
  "pre-proxy-reboot",
  "post-proxy-reboot",
] as const;
export type HookName = (typeof hookNames)[number];

/** The hooks that a project has. */
export interface Hooks {
  /** Where they run: the project's directory. */
  readonly directory: string;
  readonly paths: ReadonlyMap<HookName, string>;
}

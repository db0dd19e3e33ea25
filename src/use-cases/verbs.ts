/** In what the verbs that make a version live differ. */
export interface Verb {
  readonly name: "deploy" | "redeploy" | "rollback" | "setup";
  readonly builds: boolean;
  /** Installs Docker where it is missing. */
  readonly bootstraps: boolean;
  /** Makes the network and boots the proxy where there is none. */
  readonly prepares: boolean;
  readonly prunes: boolean;
}

export const verbs = {
  deploy: { name: "deploy", bootstraps: false, builds: true, prepares: true, prunes: true },
  redeploy: { name: "redeploy", bootstraps: false, builds: true, prepares: false, prunes: false },
  rollback: { name: "rollback", bootstraps: false, builds: false, prepares: false, prunes: false },
  setup: { name: "setup", bootstraps: true, builds: true, prepares: true, prunes: true },
} as const satisfies Record<string, Verb>;

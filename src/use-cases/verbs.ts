/** In what the verbs that make a version live differ. */
export interface Verb {
  readonly name: "deploy" | "redeploy" | "rollback" | "setup" | "boot";
  /** As in `app boot`. */
  readonly noun?: "app";
  readonly builds: boolean;
  /** Installs Docker where it is missing. */
  readonly bootstraps: boolean;
  /** Makes the network and boots the proxy where there is none. */
  readonly prepares: boolean;
  /** Boots the accessories that have no container yet. */
  readonly bootsAccessories: boolean;
  readonly prunes: boolean;
  /** Runs the hooks around a deploy: pre-deploy and post-deploy. */
  readonly announces: boolean;
}

const usual = { bootstraps: false, builds: true, prepares: true, bootsAccessories: false, prunes: true, announces: true };

export const verbs = {
  deploy: { ...usual, name: "deploy" },
  redeploy: { ...usual, name: "redeploy", prepares: false, prunes: false },
  rollback: { ...usual, name: "rollback", builds: false, prepares: false, prunes: false },
  setup: { ...usual, name: "setup", bootstraps: true, bootsAccessories: true },
  boot: { ...usual, name: "boot", noun: "app", builds: false, prepares: false, prunes: false, announces: false },
} as const satisfies Record<string, Verb>;

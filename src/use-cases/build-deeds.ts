/** In what the commands about images and their builder differ. */
export interface BuildDeed {
  readonly name: "push" | "pull" | "deliver" | "dev" | "create" | "remove" | "details";
  /** What the image is built from; undefined where none is built. */
  readonly source: "clone" | "tree" | undefined;
  readonly pulls: boolean;
  /** Has to do with the registry; as with Kamal, the pre-connect hook runs first then. */
  readonly connects: boolean;
}

export const buildDeeds = {
  push: { name: "push", source: "clone", pulls: false, connects: true },
  pull: { name: "pull", source: undefined, pulls: true, connects: true },
  deliver: { name: "deliver", source: "clone", pulls: true, connects: true },
  dev: { name: "dev", source: "tree", pulls: false, connects: false },
  create: { name: "create", source: undefined, pulls: false, connects: false },
  remove: { name: "remove", source: undefined, pulls: false, connects: false },
  details: { name: "details", source: undefined, pulls: false, connects: false },
} as const satisfies Record<string, BuildDeed>;

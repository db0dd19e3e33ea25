import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const built = join(root, "dist/cli/index.js");

/** What a person would run as `landfall`. */
export const program = existsSync(built) ? built : join(root, "src/cli/main.ts");

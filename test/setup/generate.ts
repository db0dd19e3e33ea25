import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generatedFiles, root } from "./generated.ts";

for (const [path, text] of await generatedFiles()) await writeFile(join(root, path), text);

import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidInput, type Problem } from "../core/config/problem.ts";
import { positionFinder } from "../core/config/source.ts";

/**
 * Reads a file of the user's; undefined when there is none.
 * @throws InvalidInput when it cannot be read, or holds something else than text in UTF-8
 */
export async function readTextFile(cwd: string, path: string): Promise<string | undefined> {
  const bytes = await bytesOf(resolve(cwd, path), path);
  if (bytes === undefined) return undefined;
  const text = bytes.toString();
  if (!isUtf8(bytes)) throw new InvalidInput([notUtf8(path, text)]);
  return text;
}

async function bytesOf(tried: string, file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(tried);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    if (code === "ENOENT") return undefined;
    const message = `cannot be read: ${reasons[code] ?? code}`;
    throw new InvalidInput([{ file, line: 1, column: 1, path: "", message, hint: `Tried ${tried}.` }]);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: "it is a directory",
  ENOTDIR: "what should be its directory is a file",
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  ELOOP: "it is a symbolic link that leads back to itself",
};

/** What cannot be decoded becomes U+FFFD, which hardly anybody writes. */
const notUtf8 = (path: string, text: string): Problem => ({
  ...positionFinder({ path, text })(Math.max(0, text.indexOf("\ufffd"))),
  path: "",
  message: "is not text in UTF-8",
  hint: "Save the file as UTF-8. Is it a text file?",
});

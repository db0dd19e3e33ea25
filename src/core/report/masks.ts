import { envFileText } from "../shell/ruby-text.ts";

/** Shorter texts stand everywhere by chance: to hide them would hide the log and tell where they are. */
const shortest = 4;

/**
 * Everything to hide so that a secret is never shown: as a whole, line by line because logs are written so, and as it stands
 * escaped in JSON and env files. What is too short to hide is left out.
 */
export function masksOf(secret: string): string[] {
  const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim());
  const escaped = JSON.stringify(secret.trim()).slice(1, -1);
  const masks = [secret.trim(), ...lines.filter((line) => !isPemBoundary(line)), escaped, envFileText(secret.trim())];
  return [...new Set(masks)].filter((mask) => mask.length >= shortest);
}

/** Every key has these lines, and errors about keys speak of them. */
const isPemBoundary = (line: string): boolean => /^-----(BEGIN|END) [A-Z0-9 ]+-----$/.test(line);

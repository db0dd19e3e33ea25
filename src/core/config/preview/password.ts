import type { Secrets } from "../../shell/secret.ts";
import type { Config } from "../config.ts";
import { authOf } from "./preview.ts";

/** What bcrypt hashes (golang.org/x/crypto/bcrypt, ErrPasswordTooLong), and how Caddy reads a password: a character is a byte here. */
const hashable = /^[^\n]{1,72}$/;

/** Why visitors could never give the password of a preview, in words; a secret without a value is told elsewhere. */
export function unfitPasswords(config: Config, secrets: Secrets): string[] {
  const name = authOf(config)?.password;
  if (name === undefined) return [];
  const bytes = secrets.get(name)?.map((value) => Buffer.from(value).toString("latin1"));
  if (!bytes || bytes.isBlank || bytes.matches(hashable)) return [];
  return [`x-landfall/preview/auth/password: ${name} has to be one line of at most 72 bytes`];
}

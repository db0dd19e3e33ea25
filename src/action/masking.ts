import * as core from "@actions/core";
import { masksOf } from "../core/report/masks.ts";
import type { Secret } from "../core/shell/secret.ts";

const masked = new Set<string>();

/** From now on the runner shows `***` instead of these, in the log and in annotations. */
export function maskSecrets(secrets: Iterable<Secret>): void {
  for (const secret of secrets) {
    for (const mask of masksOf(secret.reveal())) {
      if (!masked.has(mask)) core.setSecret(mask);
      masked.add(mask);
    }
  }
}

import { type Shell, sh } from "../shell/sh.ts";

/** Ask a proxy again and again, for 10 seconds at most. Fails when it does not answer, with what it logged last. */
export const waitUntil = (answers: Shell, container: string): Shell =>
  sh`tries=0; until ${answers}; do tries=$((tries + 1)); [ $tries -lt 50 ] || { docker logs --tail 20 ${container}; exit 1; }; sleep 0.2; done`;

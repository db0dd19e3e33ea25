import { type Ground, setUp } from "./ground.ts";

/** Does by hand what should not have been necessary. @throws Error when no deploy gets through even then */
export async function restore(ground: Ground): Promise<void> {
  const clear = "rm -rf .kamal/lock-*; docker ps --quiet | xargs --no-run-if-empty docker rm --force";
  await Promise.all(ground.lab.servers.map((server) => server.exec(clear)));
  await setUp(ground);
}

import type { Command } from "commander";
import { lockStatusText } from "../core/report/held-lock.ts";
import { acquireLock, lockStatus, releaseLock } from "../use-cases/lock.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";

/** `lock status`, `lock acquire` and `lock release`, for a lock that a person holds from one command to the next. */
export function addLock(root: Command, frontEnd: FrontEnd): void {
  const lock = root.command("lock").description("Look at the deploy lock, take it, give it back");
  addStatus(lock, frontEnd);
  addAcquire(lock, frontEnd);
  addRelease(lock, frontEnd);
}

function addStatus(lock: Command, frontEnd: FrontEnd): void {
  const command = withGlobals(lock.command("status")).description("Show who holds the deploy lock");
  command.action(async () => {
    const options = command.opts<GlobalOptions>();
    const held = await lockStatus(await frontEnd.call(options));
    const json = {
      held: held !== undefined,
      details: held?.details,
      age: held?.age,
      silence: held?.silence,
      run: held?.run && { ...held.run, state: held.state },
    };
    frontEnd.answer({ text: held ? lockStatusText(held) : "There is no deploy lock", json }, options);
  });
}

function addAcquire(lock: Command, frontEnd: FrontEnd): void {
  const command = withGlobals(lock.command("acquire")).description("Keep others from deploying until the lock is given back");
  command.requiredOption("-m, --message <text>", "why").action(async () => {
    const options = command.opts<GlobalOptions & { readonly message: string }>();
    await acquireLock(options.message, await frontEnd.call(options));
    frontEnd.answer({ text: "Acquired the deploy lock", json: { held: true } }, options);
  });
}

function addRelease(lock: Command, frontEnd: FrontEnd): void {
  const command = withGlobals(lock.command("release")).description("Give the deploy lock back, whoever took it");
  command.action(async () => {
    const options = command.opts<GlobalOptions>();
    const none = await releaseLock(await frontEnd.call(options));
    frontEnd.answer({ text: none || "Released the deploy lock", json: { held: false, released: none === "" } }, options);
  });
}

import { stopLostGroup } from "../core/plan/script.ts";
import type { Connection } from "./ssh/connection.ts";
import { stopOver } from "./stop-group.ts";

/** A shell that may still run on a server, though its connection is gone. */
export interface LostShell {
  readonly group: number;
  readonly name: string;
}

/** What lost connections have left running on a server. It must not go on, to boot and move traffic, beside what follows. */
export class Remains {
  readonly #shells: LostShell[] = [];
  #clearing = Promise.resolve();

  add(shell: LostShell): void {
    this.#shells.push(shell);
  }

  /** Stop all of it and wait until it is gone. @throws ConnectionLost */
  clear(connection: Connection): Promise<void> {
    const cleared = this.#clearing.then(() => this.#stopAll(connection));
    this.#clearing = cleared.catch(() => {});
    return cleared;
  }

  async #stopAll(connection: Connection): Promise<void> {
    for (let [shell] = this.#shells; shell; [shell] = this.#shells) {
      await stopOver(connection, stopLostGroup(shell.group, shell.name));
      this.#shells.shift();
    }
  }
}

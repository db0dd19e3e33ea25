import type { Lab } from "../lab/lab.ts";
import type { Server } from "../lab/server.ts";

/** What leads from the machine that deploys to a server's sshd, and to nothing else of it. */
export interface Wire {
  /** What the server is called at the near end. */
  readonly host: string;
  /** Every connection ends, and no other begins until it is mended. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Every connection stays open, and nothing comes through until it is thawed. */
  freeze(): void;
  thaw(): void;
}

export async function layWire(lab: Lab, server: Server): Promise<Wire> {
  let relay = await lab.delay(server, 0);
  return {
    host: relay.host,
    cut: () => relay.stop(),
    mend: async () => {
      relay = await lab.delay(server, 0);
    },
    freeze: () => relay.freeze(),
    thaw: () => relay.thaw(),
  };
}

import type { Server } from "../lab/server.ts";
import type { Wire } from "./wire.ts";

/** A server as clients and as the deployer reach it. */
export interface Station {
  readonly server: Server;
  readonly wire: Wire;
}

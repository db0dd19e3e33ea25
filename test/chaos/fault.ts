import type { Deployer } from "./deployer.ts";
import type { Ground } from "./ground.ts";
import type { Journey, JourneyName } from "./journey.ts";
import type { ProxyName } from "./proxy.ts";
import type { Station } from "./station.ts";

export const places = ["deployer", "network", "server", "registry", "app"] as const;
export type Place = (typeof places)[number];

/** Where a fault happens, and to whom. */
export interface Scene {
  readonly ground: Ground;
  /** The server that is struck, if it is a server's fault. */
  readonly station: Station;
  /** Stands still while the fault is caused, unless that comes in the middle of a step. */
  readonly deployer: Deployer;
}

/** Something that goes wrong, how to make it and how to end it. */
export interface Fault {
  readonly name: string;
  readonly where: Place;
  /** What it is, in a few words. */
  readonly means: string;
  /** Seconds after which it heals; undefined: when the run has ended. */
  readonly lasts?: number;
  /** The moments at which it makes a difference; all by default. */
  readonly comes?: "at the start" | "under way";
  /** The journeys on which it makes a difference; all by default. */
  readonly journeys?: readonly JourneyName[];
  /** The proxy of which it is a fault; any by default. */
  readonly proxy?: ProxyName;
  /** Whose clients cannot be served meanwhile, whatever is deployed; nobody's by default. */
  readonly downs?: "the server" | "all servers";
  /** Clients are served again only after the next deploy, which is no fault of the run's. */
  readonly needsDeploy?: true;
  /** What is deployed with it must not become live. */
  readonly mustFail?: true;
  /** It is no reason to fail: the run gets through all the same. */
  readonly mustPass?: true;
  /** What another job is to make live meanwhile, if it is that. */
  readonly rival?: Journey["aim"];
  /** Servers that cannot be reached cannot be sent back: two versions may be live until the next deploy. Not so by default. */
  readonly mayMix?: true;
  cause(scene: Scene): Promise<unknown>;
  heal(scene: Scene): Promise<unknown>;
}

export const nothing = async (): Promise<void> => {};

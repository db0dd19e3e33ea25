import type { Service } from "./service.ts";

/** What `list` tells of a service. */
export type Description = {
  readonly host: string;
  readonly path: string;
  readonly target: string;
  readonly state: string;
  readonly tls: boolean;
};

/** Tells what `list` shows of a service. */
export const describe = ({ setup, active, pause }: Service): Description => ({
  host: setup.options.hosts.join(",") || "*",
  path: setup.options.pathPrefixes.join(","),
  target: active.targets.map(({ address }) => address).join(","),
  state: pause.state,
  tls: setup.options.tls,
});

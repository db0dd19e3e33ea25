/** kamal-proxy's words for a route that it does not have. Caddy forgets one like any other. */
export const noSuchRoute = "service not found";

/** Docker's words where something was to be run in a proxy that is not there, or is stopped. */
export const saysNoProxy = (said: string): boolean =>
  /No such container: (kamal-proxy|landfall-caddy)$|^Error response from daemon: container [0-9a-f]{64} is not running$/m.test(
    said,
  );

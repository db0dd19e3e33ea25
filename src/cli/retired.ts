/** What took the place of commands that Kamal 1 and MRSK had: https://kamal-deploy.org/docs/upgrading/overview/ */
const successors: ReadonlyMap<string, string> = new Map([
  ["envify", "secrets are read from .kamal/secrets by every command that needs them, so there is nothing to write beforehand"],
  ["env", "env files are written whenever a container boots: landfall deploy, or landfall app boot"],
  ["traefik", "another proxy took Traefik's place: landfall proxy, and landfall upgrade on servers that still run Traefik"],
  ["healthcheck", "the proxy itself checks a new container before it sends traffic there: proxy/healthcheck in deploy.yml"],
]);

/** Of a word that was once a command: that it is none any more, and what to do instead. */
export function retired(name: string): string | undefined {
  const successor = successors.get(name);
  return successor && `There is no command ${name} since Kamal 2: ${successor}`;
}

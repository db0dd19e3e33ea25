import { lines } from "../lab/command.ts";
import type { Machine } from "../lab/machine.ts";

/** When it was started and how often, with what, from what. Docker tells mounts in no order. */
const container = [
  "container {{.Name}} {{.Id}} {{.RestartCount}} {{json .State}} {{json .Config}} {{json .HostConfig}} {{json .NetworkSettings.Networks}}",
  '{{range $mount := .Mounts}}{{println "mount" $.Name (json $mount)}}{{end}}',
].join("\n");

const dockers = [
  `docker ps --all --quiet --no-trunc | xargs -r docker inspect --format '${container}'`,
  "docker volume ls --format 'volume {{.Name}}'",
  "docker image ls --all --no-trunc --digests --format 'image {{.Repository}}:{{.Tag}} {{.ID}} {{.Digest}}'",
  "docker network ls --quiet | xargs docker network inspect --format 'network {{.Name}} {{json .Containers}}'",
];

/** Proxies keep their routes in volumes; what Docker knows of volumes, it says itself. */
const places = "$HOME /tmp /var/tmp /var/lib/docker/volumes";
const files = [
  `find ${places} -type d | sed 's/^/directory /'`,
  `find ${places} -type f ! -name metadata.db -exec sha256sum {} + | sed -E 's/^([0-9a-f]+)  (.*)/file \\2 \\1/'`,
];

/** Everything on a server that a deploy may change, a line each: what is there, and what it is. */
export async function inventoryOf(server: Machine): Promise<readonly string[]> {
  return lines(await server.exec([...dockers, ...files].join("\n"))).toSorted();
}

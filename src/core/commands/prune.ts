import type { Config } from "../config/config.ts";
import { latestImage } from "../host/names.ts";
import { type Shell, sh } from "../shell/sh.ts";

/** Remove all but the newest stopped containers of the service; those of every role and destination count together, as in Kamal. */
export const containers = ({ service, retainContainers }: Config): Shell =>
  sh`docker ps -q -a --filter ${`label=service=${service}`} --filter status=created --filter status=exited --filter status=dead | tail -n ${`+${retainContainers + 1}`} | while read -r container_id; do docker rm $container_id; done`;

/** Remove the service's images that no container was made from, except the newest. */
export const images = (config: Config): Shell => {
  const service = `label=service=${config.service}`;
  const kept = `${escaped(latestImage(config))}\\|${escaped(config.image)}:<none>`;
  return sh`docker image prune --force --filter ${service}
used=$(docker container ls -a --format ${"{{.Image}}\\|"} --filter ${service} | tr -d ${"\\n"})
docker image ls --filter ${service} --format ${"{{.ID}} {{.Repository}}:{{.Tag}}"} | grep -v -w "$used"${kept} | while read -r image tag; do docker rmi $tag; done`;
};

/** As a basic regular expression that matches just this text. */
const escaped = (text: string): string => text.replaceAll(/[.[\]*^$\\]/g, "\\$&");

import type { Config } from "../config/config.ts";
import { latestImage } from "../host/names.ts";
import type { Surplus } from "../host/surplus.ts";
import { any, lines, pipe, type Shell, sh } from "../shell/sh.ts";

/** What is gone already, or in use by another service after all, stays out of the way of a deploy that is live. */
export const prune = ({ containers, images }: Surplus): Shell =>
  lines(
    containers.length > 0 && any(sh`docker rm ${containers}`, sh`true`),
    images.length > 0 && any(sh`docker rmi ${images}`, sh`true`),
  );

/** Remove the service's stopped containers but the newest, those of every role and destination counted together as in Kamal. */
export const pruneContainers = ({ service }: Config, retain: number): Shell =>
  pipe(
    sh`docker ps -q -a --filter ${`label=service=${service}`} --filter status=created --filter status=exited --filter status=dead`,
    sh`tail -n ${`+${retain + 1}`}`,
    sh`while read -r id; do docker rm "$id"; done`,
  );

/** Remove the service's images that no container was made from, but the latest. One whose tag has gone to another has no name to go by. */
export const pruneImages = (config: Config): Shell =>
  lines(
    sh`docker image prune --force --filter ${`label=service=${config.service}`}`,
    sh`keep=$(docker container ls --all --format ${"{{.Image}}"} --filter ${`label=service=${config.service}`}; echo ${latestImage(config)})`,
    pipe(
      sh`docker image ls --filter ${`label=service=${config.service}`} --format ${"{{.Repository}}:{{.Tag}}"}`,
      any(sh`grep -v ${":<none>$"}`, sh`true`),
      any(sh`grep -vxF -e "$keep"`, sh`true`),
      sh`while read -r tag; do docker rmi "$tag"; done`,
    ),
  );

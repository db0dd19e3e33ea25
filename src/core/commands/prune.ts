import type { Surplus } from "../host/surplus.ts";
import { any, lines, type Shell, sh } from "../shell/sh.ts";

/** What is gone already, or in use by another service after all, stays out of the way of a deploy that is live. */
export const prune = ({ containers, images }: Surplus): Shell =>
  lines(
    containers.length > 0 && any(sh`docker rm ${containers}`, sh`true`),
    images.length > 0 && any(sh`docker rmi ${images}`, sh`true`),
  );

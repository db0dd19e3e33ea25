import * as accessory from "../../commands/accessory.ts";
import { audit } from "../../commands/audit.ts";
import { capture, lines, sh } from "../../shell/sh.ts";
import type { AccessoryDeed } from "./turns.ts";

/** Start the container that is there, and send it its traffic. */
export const starting: AccessoryDeed = {
  ...{ name: "start", stage: "act", title: (name) => `Start ${name}` },
  run: (release, place) =>
    lines(
      audit(place.config, release.performer, `Started ${place.accessory.name} accessory`),
      sh`docker container start ${place.accessory.service}`,
      accessory.flip(place, release),
    ),
};

/** Stop the container, if it runs. It stays; no request is sent to it any more when it stops. */
export const stopping: AccessoryDeed = {
  ...{ name: "stop", stage: "act", title: (name) => `Stop ${name}` },
  run: ({ performer, version }, place) =>
    lines(
      audit(place.config, performer, `Stopped ${place.accessory.name} accessory`),
      accessory.unroute(place, version),
      sh`running=${capture(sh`docker ps --quiet --filter ${`name=^${place.accessory.service}$`}`)}`,
      sh`[ -z "$running" ] || docker container stop ${place.accessory.service}`,
    ),
};

/** List the containers, those that run. */
export const showing: AccessoryDeed = {
  ...{ name: "details", stage: "answer", title: (name) => name },
  run: (_, place) => accessory.list(place),
};

/** Pull the image. */
export const pulling: AccessoryDeed = {
  ...{ name: "pull", stage: "act", title: (name) => `Pull the image of ${name}` },
  run: ({ performer }, { config, accessory: { name, image } }) =>
    lines(audit(config, performer, `Pull ${name} accessory image`), sh`docker image pull ${image}`),
};

import * as accessory from "../../commands/accessory.ts";
import { audit } from "../../commands/audit.ts";
import { capture, lines, sh } from "../../shell/sh.ts";
import type { AccessoryDeed } from "./turns.ts";

/** Remove the container that has stopped. One that still runs stays, and the step fails, so that nothing follows. */
export const removingContainer: AccessoryDeed = {
  ...{ name: "container", stage: "act", title: (name) => `Remove the container of ${name}` },
  run: ({ performer }, place) =>
    lines(
      audit(place.config, performer, `Remove ${place.accessory.name} accessory container`),
      accessory.removeStopped(place),
      sh`left=${capture(accessory.containerIds(place))}`,
      sh`[ -z "$left" ] || { echo ${`${place.accessory.service} still runs, so it stays: stop it first`}; exit 1; }`,
    ),
};

/** Remove the image. */
export const removingImage: AccessoryDeed = {
  ...{ name: "image", stage: "act", title: (name) => `Remove the image of ${name}` },
  run: ({ performer }, place) =>
    lines(audit(place.config, performer, `Removed ${place.accessory.name} accessory image`), accessory.removeImage(place)),
};

/** Remove the directory, with the data in it. */
export const removingDirectory: AccessoryDeed = {
  ...{ name: "directory", stage: "act", title: (name) => `Remove the directory of ${name}` },
  run: (_, { accessory: { service } }) => sh`rm -rf ${service}`,
};

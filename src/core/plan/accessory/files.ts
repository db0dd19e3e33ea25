import { makeDirectories } from "../../commands/accessory.ts";
import { upload } from "../../commands/upload.ts";
import { type AccessoryPlacement, distinctMounts } from "../../config/accessory.ts";
import { filePath } from "../../host/accessory.ts";
import { lines, type Shell } from "../../shell/sh.ts";
import type { Release } from "../release.ts";
import type { AccessoryDeed } from "./turns.ts";

/** Make the accessory's directories on the server. */
export const makingDirectories: AccessoryDeed = {
  ...{ name: "directories", stage: "act", title: (name) => `Make the directories of ${name}` },
  run: (_, place) => lines(...makeDirectories(place)),
};

/** Send the accessory's files to the server. */
export const uploadingFiles: AccessoryDeed = {
  ...{ name: "upload", stage: "act", title: (name) => `Upload the files of ${name}` },
  run: (release, place) => lines(...uploads(release, place)),
};

/** @throws Error when a file was not read, which a run that sends it does first */
export const uploads = ({ mounted }: Release, place: AccessoryPlacement): Shell[] =>
  distinctMounts(place.accessory.files).map((mount) => {
    const content = mounted?.get(mount);
    if (!content) throw new Error(`The file ${mount.local} was not read`);
    return upload({ path: filePath(place.accessory, mount), content, mode: mount.mode ?? "755", owner: mount.owner });
  });

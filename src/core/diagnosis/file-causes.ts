import { about, isOwnImage, sharedKey } from "./asked.ts";
import type { LineReading } from "./reading.ts";

const readOnly: LineReading = (line, { asked, container }) => {
  if (!/Read-only file system|EROFS/i.test(line)) return undefined;
  if (container?.readOnly)
    return {
      what: about(asked, `writes to its own files, which ${asked.key}.options.read-only forbids`),
      remedy: `Name the directory that it writes to: ${asked.key}.options.tmpfs: /tmp in deploy.yml`,
    };
  return {
    what: about(asked, "writes to a volume that is read-only"),
    remedy: `Look at ${sharedKey(asked, "volumes")} in deploy.yml for one that ends in :ro`,
  };
};

/** Of a file, as Python, Ruby, Node, Go, Java and shells say it: the last path of the line is the file. */
const forbiddenFile: LineReading = (line, { asked }) => {
  if (!/permission denied/i.test(line) || /\bexec\b|docker\.sock/.test(line)) return undefined;
  const path = [...line.matchAll(/(?<![\w.:/])\/[\w.@+/-]{1,200}/g)].at(-1)?.[0].replace(/[.:]+$/, "");
  if (path === undefined) return undefined;
  return {
    what: `The user whom the ${asked.noun} runs as may not open ${path}`,
    remedy: isOwnImage(asked)
      ? "chown it to that user in the Dockerfile; if it is in a volume, on the server"
      : "chown it to that user on the server, if it is in a volume or one of the directories",
  };
};

const leftPid: LineReading = (line, { asked }) =>
  /A server is already running/.test(line)
    ? {
        what: about(asked, "found the file of a process that is long gone (tmp/pids/server.pid), from the image or a volume"),
        remedy: "Keep tmp/pids out of both: .dockerignore, and volumes in deploy.yml",
      }
    : undefined;

const fullDisk: LineReading = (line) =>
  /No space left on device|ENOSPC/.test(line)
    ? { what: "The server's disk is full", remedy: "df -h and df -i on the server tell; landfall prune all removes old images" }
    : undefined;

/** About files of the container's, and of its volumes. */
export const fileReadings: readonly LineReading[] = [readOnly, leftPid, forbiddenFile, fullDisk];

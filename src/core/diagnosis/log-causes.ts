import type { Cause } from "./cause.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { missingVariable } from "./missing-variable.ts";

type Reading = (line: string, diagnosis: Diagnosis) => Cause | undefined;

/** What the container's own last lines tell, the newest first of each sort. */
export function logCauses(diagnosis: Diagnosis): Cause[] {
  const newestFirst = diagnosis.lastLines.toReversed();
  return readings.flatMap((reading) => firstOf(newestFirst, (line) => reading(line, diagnosis)));
}

function firstOf(lines: readonly string[], read: (line: string) => Cause | undefined): Cause[] {
  for (const line of lines) {
    const cause = read(line);
    if (cause) return [cause];
  }
  return [];
}

const unset: Reading = (line) => {
  const name = missingVariable(line);
  if (name === undefined) return undefined;
  return { what: `The app misses ${name} in its environment`, remedy: "Give it under env.clear or env.secret in deploy.yml" };
};

const unreachable: Reading = (line) => {
  const unknown =
    /could not translate host name "([^"]+)"|getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (\S+)|Unknown (?:MySQL )?server host '([^']+)'/.exec(
      line,
    );
  const name = unknown?.slice(1).find((part) => part !== undefined);
  if (name !== undefined)
    return {
      what: `The app knows no host ${name}`,
      remedy:
        "Name it in env in deploy.yml as it is called on Docker's network: SERVICE-ACCESSORY for an accessory on the same server",
    };
  const refused =
    /ECONNREFUSED (\S+)|connection to server at (.{1,80}) failed: Connection refused|Can't connect to (?:MySQL )?server on '([^']+)'|dial tcp (\S+): connect: connection refused/.exec(
      line,
    );
  const place = refused?.slice(1).find((part) => part !== undefined);
  if (place === undefined) return undefined;
  const own = /\b127\.0\.0\.1\b|::1\b|localhost/.test(place);
  return {
    what: `The app could not connect to ${place}${own ? ", which inside a container is the container itself" : ": nothing listens there"}`,
    remedy: own
      ? "Name the other host in env in deploy.yml: SERVICE-ACCESSORY for an accessory on the same server"
      : "See that it runs (landfall accessory details all), and look at its host and port in env in deploy.yml",
  };
};

const refusedLogin: Reading = (line) => {
  const [, user] =
    /password authentication failed for user "([^"]+)"|Access denied for user ('[^']*'@'[^']*')/
      .exec(line)
      ?.filter((part) => part !== undefined) ?? [];
  if (user === undefined) return undefined;
  return {
    what: `The database refused the user ${user}`,
    remedy: "Look at its user and password in env in deploy.yml and in the secrets",
  };
};

const readOnly: Reading = (line, { asked, container }) => {
  if (!/Read-only file system|EROFS/i.test(line)) return undefined;
  if (container?.readOnly)
    return {
      what: `The app writes to its own files, which servers.${asked.role}.options.read-only forbids`,
      remedy: `Name the directory that it writes to: servers.${asked.role}.options.tmpfs: /tmp in deploy.yml`,
    };
  return {
    what: "The app writes to a volume that is read-only",
    remedy: "Look at volumes in deploy.yml for one that ends in :ro",
  };
};

const leftPid: Reading = (line) =>
  /A server is already running/.test(line)
    ? {
        what: "The app found the file of a process that is long gone (tmp/pids/server.pid), from the image or a volume",
        remedy: "Keep tmp/pids out of both: .dockerignore, and volumes in deploy.yml",
      }
    : undefined;

const forbiddenPort: Reading = (line, { asked }) =>
  /bind.*permission denied|permission denied.*bind|EACCES: permission denied \S+:\d+/i.test(line)
    ? {
        what: "The app's user may not listen on so low a port",
        remedy: `Have the app listen on a port above 1023, and set ${asked.proxyKey}.app_port in deploy.yml to it`,
      }
    : undefined;

const usedPort: Reading = (line) =>
  /EADDRINUSE|address already in use/i.test(line)
    ? {
        what: "Two programs in the container want the same port",
        remedy: "Look at PORT in env in deploy.yml, and at what the image starts",
      }
    : undefined;

const fullDisk: Reading = (line) =>
  /No space left on device|ENOSPC/.test(line)
    ? { what: "The server's disk is full", remedy: "df -h and df -i on the server tell; landfall prune all removes old images" }
    : undefined;

const missingLibrary: Reading = (line) => {
  const [, name] =
    /(?:Cannot find (?:module|package) |No module named |cannot load such file -- |Could not find )['"]?([\w@./-]{1,100})/.exec(
      line,
    ) ?? [];
  if (name === undefined) return undefined;
  return {
    what: `The image lacks ${name}`,
    remedy: "Have the Dockerfile install it; builder.target in deploy.yml names the stage that is built",
  };
};

const readings: readonly Reading[] = [
  ...[unset, unreachable, refusedLogin, readOnly, leftPid],
  ...[forbiddenPort, usedPort, fullDisk, missingLibrary],
];

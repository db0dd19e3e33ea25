import { about, sharedKey } from "./asked.ts";
import type { LineReading } from "./reading.ts";

/** The first group is its name, where the line tells it. */
const unknownHosts = [
  /could not translate host name "([^"]+)"/,
  /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (\S+)/,
  /Unknown (?:MySQL )?server host '([^']+)'/,
  /\bgaierror\b|Name or service not known|Temporary failure in name resolution|nodename nor servname/,
];

const unknownHost: LineReading = (line, { asked }) => {
  const found = unknownHosts.map((pattern) => pattern.exec(line)).find((match) => match !== null);
  if (!found) return undefined;
  const [, name] = found;
  return {
    what: about(asked, name === undefined ? "looks for another host by a name that nobody knows" : `knows no host ${name}`),
    remedy: `Name it in ${sharedKey(asked, "env")} in deploy.yml as it is called on Docker's network: SERVICE-ACCESSORY for an accessory on the same server`,
  };
};

const refusedConnection: LineReading = (line, { asked }) => {
  const refused =
    /ECONNREFUSED (\S+)|connection to server at (.{1,80}) failed: Connection refused|Can't connect to (?:MySQL )?server on '([^']+)'|dial tcp (\S+): connect: connection refused/.exec(
      line,
    );
  const place = refused?.slice(1).find((part) => part !== undefined);
  if (place === undefined) return undefined;
  const env = sharedKey(asked, "env");
  const own = /\b127\.0\.0\.1\b|::1\b|localhost/.test(place);
  return {
    what: about(
      asked,
      `could not connect to ${place}${own ? ", which inside a container is the container itself" : ": nothing listens there"}`,
    ),
    remedy: own
      ? `Name the other host in ${env} in deploy.yml: SERVICE-ACCESSORY for an accessory on the same server`
      : `See that it runs (landfall accessory details all), and look at its host and port in ${env} in deploy.yml`,
  };
};

const refusedLogin: LineReading = (line, { asked }) => {
  const [, user] =
    /password authentication failed for user "([^"]+)"|Access denied for user ('[^']*'@'[^']*')/
      .exec(line)
      ?.filter((part) => part !== undefined) ?? [];
  if (user === undefined) return undefined;
  return {
    what: `The database refused the user ${user}`,
    remedy: `Look at its user and password in ${sharedKey(asked, "env")} in deploy.yml and in the secrets`,
  };
};

/** About what it wants of others. */
export const networkReadings: readonly LineReading[] = [unknownHost, refusedConnection, refusedLogin];

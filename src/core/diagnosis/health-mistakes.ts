import { type Asked, about, sharedKey } from "./asked.ts";
import type { Cause } from "./cause.ts";
import { pathOf, saw, statusOf } from "./health-sight.ts";
import { type Listener, listenerWords } from "./listener.ts";
import { firstOf, type Reading } from "./reading.ts";

/** What is wrong for certain, in an app that runs: how the proxy asks for its health, or how it answers that. */
export const healthMistake: Reading = (diagnosis) =>
  firstOf([redirect, otherHost, encrypted, otherPort, noSuchPath, login], (read) => read(diagnosis));

const redirect: Reading = (diagnosis) => {
  const { answer, asked, healthChecks } = diagnosis;
  const seen = healthChecks.flatMap(({ result }) => (result.kind === "redirected" ? [result.to] : []))[0];
  const isRedirect = answer !== undefined && answer.status >= 300 && answer.status < 400;
  const to = isRedirect ? answer.location : seen;
  if (to === undefined) return undefined;
  const path = pathOf(diagnosis);
  return {
    what: about(asked, `answers ${path} with a redirect to ${withoutContainer(to)} instead of with success`),
    remedy: to.startsWith("https:")
      ? `Have it answer ${path} over plain HTTP: the proxy is what speaks HTTPS (Rails: config.assume_ssl = true; others: no redirect for ${path})`
      : `Set ${asked.proxyKey}.healthcheck.path in deploy.yml to a path that answers 200 to anybody`,
  };
};

/** An id is another one on each host, and says nothing. */
const withoutContainer = (url: string): string =>
  url.slice(0, 200).replace(/(?<=^https?:\/\/)[0-9a-f]{12}(?=[:/]|$)/, "CONTAINER");

const otherHost: Reading = (diagnosis) => {
  const words = [...diagnosis.lastLines, diagnosis.answer?.text ?? ""];
  const refusal =
    /Blocked hosts?:|HostAuthorization|Invalid HTTP_HOST header|DisallowedHost|This host .{0,80} is not allowed|Invalid Host header/;
  if (!words.some((line) => refusal.test(line))) return undefined;
  const path = pathOf(diagnosis);
  return {
    what: about(diagnosis.asked, "answers only to hosts that it knows, and the proxy asks for its health by the container's id"),
    remedy: `Have it answer ${path} for any host (Rails: config.host_authorization = { exclude: ->(request) { request.path == "${path}" } }; Django: ALLOWED_HOSTS)`,
  };
};

const encrypted: Reading = (diagnosis) => {
  const said = /HTTP request (?:was sent )?to (?:an )?HTTPS (?:server|port)/i.test(diagnosis.answer?.text ?? "");
  if (!said && !saw(diagnosis, "encrypted")) return undefined;
  const { asked } = diagnosis;
  return {
    what: about(asked, `speaks HTTPS on port ${asked.proxy?.port}, and the proxy speaks HTTP with it`),
    remedy: `Have it speak plain HTTP, or set ${asked.proxyKey}.app_port in deploy.yml to a port on which it does`,
  };
};

const otherPort: Reading = ({ asked, listening = [], healthChecks, answer }) => {
  const port = asked.proxy?.port;
  if (port === undefined || answer || healthChecks.some(({ result }) => result.kind === "status")) return undefined;
  const here = listening.find((listener) => listener.port === port);
  if (here?.only !== undefined) return loopback(asked, here);
  const open = listening.filter(({ only }) => only === undefined);
  if (here || listening.length === 0) return undefined;
  const [first, ...others] = open;
  if (!first) return loopback(asked, ...listening);
  const ports = open.map(listenerWords).join(" and ");
  return {
    what: about(asked, `listens on port ${ports}, and the proxy asks port ${port}`),
    remedy: `${asked.proxyKey}.app_port: ${others.length === 0 ? first.port : `whichever of ${ports} serves HTTP`} in deploy.yml`,
  };
};

const loopback = (asked: Asked, ...listeners: readonly Listener[]): Cause => ({
  what: about(
    asked,
    `listens on ${listeners.map(listenerWords).join(" and ")} only, where nobody outside its container reaches it`,
  ),
  remedy: `Have it listen on 0.0.0.0: many take it from HOST, HOSTNAME or BIND, which ${sharedKey(asked, "env")}.clear in deploy.yml can set`,
});

const noSuchPath: Reading = (diagnosis) =>
  statusOf(diagnosis) === 404
    ? {
        what: about(diagnosis.asked, `has nothing at ${pathOf(diagnosis)} (404)`),
        remedy: `Set ${diagnosis.asked.proxyKey}.healthcheck.path in deploy.yml to a path that answers 200`,
      }
    : undefined;

const login: Reading = (diagnosis) => {
  const status = statusOf(diagnosis);
  if (status !== 401 && status !== 403) return undefined;
  return {
    what: about(diagnosis.asked, `lets only some see ${pathOf(diagnosis)} (${status})`),
    remedy: `Let anybody see it, from any host, or set ${diagnosis.asked.proxyKey}.healthcheck.path in deploy.yml to a path that answers 200`,
  };
};

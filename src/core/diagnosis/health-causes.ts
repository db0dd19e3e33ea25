import type { Cause } from "./cause.ts";
import type { CheckResult } from "./check-result.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { type Listener, listenerWords } from "./listener.ts";

type Reading = (diagnosis: Diagnosis) => Cause | undefined;

/** What is wrong for certain, in an app that runs: how the proxy asks for its health, or how it answers that. */
export const healthMistakes = (diagnosis: Diagnosis): Cause[] =>
  causesOf(diagnosis, [redirect, otherHost, encrypted, otherPort, noSuchPath, login]);
/** What its log may tell more about. */
export const healthTroubles = (diagnosis: Diagnosis): Cause[] =>
  causesOf(diagnosis, [ownCheck, tooLate, error, slow, silent]).slice(0, 1);

const causesOf = (diagnosis: Diagnosis, readings: readonly Reading[]): Cause[] =>
  readings.flatMap((read) => read(diagnosis) ?? []).slice(0, 1);

const saw = ({ healthChecks }: Diagnosis, kind: CheckResult["kind"]): boolean =>
  healthChecks.some(({ result }) => result.kind === kind);

/** The answer tells more than what the proxy saw; that counts where nobody could ask. */
function statusOf({ answer, healthChecks }: Diagnosis): number | undefined {
  if (answer) return answer.status;
  return healthChecks.flatMap(({ result }) => (result.kind === "status" ? [result.status] : []))[0];
}

const pathOf = ({ asked }: Diagnosis): string => asked.proxy?.path ?? "/up";

const redirect: Reading = (diagnosis) => {
  const { answer, asked, healthChecks } = diagnosis;
  const seen = healthChecks.flatMap(({ result }) => (result.kind === "redirected" ? [result.to] : []))[0];
  const isRedirect = answer !== undefined && answer.status >= 300 && answer.status < 400;
  const to = isRedirect ? answer.location : seen;
  if (to === undefined) return undefined;
  const path = pathOf(diagnosis);
  return {
    what: `The app answers ${path} with a redirect to ${withoutContainer(to)} instead of with success`,
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
    what: "The app answers only to hosts that it knows, and the proxy asks for its health by the container's id",
    remedy: `Have it answer ${path} for any host (Rails: config.host_authorization = { exclude: ->(request) { request.path == "${path}" } }; Django: ALLOWED_HOSTS)`,
  };
};

const encrypted: Reading = (diagnosis) => {
  const said = /HTTP request (?:was sent )?to (?:an )?HTTPS (?:server|port)/i.test(diagnosis.answer?.text ?? "");
  if (!said && !saw(diagnosis, "encrypted")) return undefined;
  return {
    what: `The app speaks HTTPS on port ${diagnosis.asked.proxy?.port}, and the proxy speaks HTTP with it`,
    remedy: `Have the app speak plain HTTP, or set ${diagnosis.asked.proxyKey}.app_port in deploy.yml to a port on which it does`,
  };
};

const otherPort: Reading = ({ asked, listening = [], healthChecks, answer }) => {
  const port = asked.proxy?.port;
  if (port === undefined || answer || healthChecks.some(({ result }) => result.kind === "status")) return undefined;
  const here = listening.find((listener) => listener.port === port);
  if (here?.only !== undefined) return loopback(here);
  const open = listening.filter(({ only }) => only === undefined);
  if (here || listening.length === 0) return undefined;
  const [first, ...others] = open;
  if (!first) return loopback(...listening);
  const ports = open.map(listenerWords).join(" and ");
  return {
    what: `The app listens on port ${ports}, and the proxy asks port ${port}`,
    remedy: `${asked.proxyKey}.app_port: ${others.length === 0 ? first.port : `whichever of ${ports} serves HTTP`} in deploy.yml`,
  };
};

const loopback = (...listeners: readonly Listener[]): Cause => ({
  what: `The app listens on ${listeners.map(listenerWords).join(" and ")} only, where nobody outside its container reaches it`,
  remedy: "Have it listen on 0.0.0.0: many take it from HOST, HOSTNAME or BIND, which env.clear in deploy.yml can set",
});

const noSuchPath: Reading = (diagnosis) =>
  statusOf(diagnosis) === 404
    ? {
        what: `The app has nothing at ${pathOf(diagnosis)} (404)`,
        remedy: `Set ${diagnosis.asked.proxyKey}.healthcheck.path in deploy.yml to a path that answers 200`,
      }
    : undefined;

const login: Reading = (diagnosis) => {
  const status = statusOf(diagnosis);
  if (status !== 401 && status !== 403) return undefined;
  return {
    what: `The app lets only some see ${pathOf(diagnosis)} (${status})`,
    remedy: `Let anybody see it, from any host, or set ${diagnosis.asked.proxyKey}.healthcheck.path in deploy.yml to a path that answers 200`,
  };
};

const ownCheck: Reading = ({ asked, container }) =>
  !asked.proxy && container?.health === "unhealthy"
    ? { what: "The image's own health check fails", remedy: "Look at HEALTHCHECK in the Dockerfile, and at what it said below" }
    : undefined;

const tooLate: Reading = (diagnosis) => {
  const { asked, answer, listening } = diagnosis;
  const isOpen = listening?.some(({ port, only }) => port === asked.proxy?.port && only === undefined) ?? false;
  if (answer ? answer.status >= 300 : !isOpen || !saw(diagnosis, "refused")) return undefined;
  return {
    what: answer
      ? `The app answers ${pathOf(diagnosis)} with success now: it was not ready within ${asked.deployTimeout} s`
      : `The app listens on port ${asked.proxy?.port} now: for most of ${asked.deployTimeout} s it did not`,
    remedy: `deploy_timeout: ${asked.deployTimeout * 3} in deploy.yml`,
  };
};

const error: Reading = (diagnosis) => {
  const status = statusOf(diagnosis);
  if (status === undefined) return undefined;
  return {
    what: `The app answers ${pathOf(diagnosis)} with ${status}`,
    remedy: "Its last lines may say why; only an answer from 200 to 299 counts as healthy",
  };
};

const slow: Reading = (diagnosis) =>
  saw(diagnosis, "timed out")
    ? {
        what: `The app takes longer than ${diagnosis.asked.proxy?.timeout} s to answer ${pathOf(diagnosis)}`,
        remedy: `Have that path do less, or raise ${diagnosis.asked.proxyKey}.healthcheck.timeout in deploy.yml`,
      }
    : undefined;

const silent: Reading = ({ asked, listening }) =>
  listening?.length === 0 && asked.proxy
    ? {
        what: `The app listens on no port after ${asked.deployTimeout} s`,
        remedy: `If it only needs longer to start: deploy_timeout: ${asked.deployTimeout * 3} in deploy.yml. If it serves nothing: servers.${asked.role}.proxy: false`,
      }
    : undefined;

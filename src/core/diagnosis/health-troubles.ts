import { about } from "./asked.ts";
import { pathOf, saw, statusOf } from "./health-sight.ts";
import { firstOf, type Reading } from "./reading.ts";

/** What ails an app that runs, which its log may tell more about. */
export const healthTrouble: Reading = (diagnosis) =>
  firstOf([ownCheck, tooLate, error, slow, cutOff, silent], (read) => read(diagnosis));

const ownCheck: Reading = ({ asked, container }) =>
  !asked.proxy && container?.health === "unhealthy"
    ? { what: "The image's own health check fails", remedy: "Look at HEALTHCHECK in the Dockerfile, and at what it said below" }
    : undefined;

const tooLate: Reading = (diagnosis) => {
  const { asked, answer, listening } = diagnosis;
  const isOpen = listening?.some(({ port, only }) => port === asked.proxy?.port && only === undefined) ?? false;
  if (answer ? answer.status >= 300 : !isOpen || !saw(diagnosis, "refused")) return undefined;
  return {
    what: about(
      asked,
      answer
        ? `answers ${pathOf(diagnosis)} with success now: it was not ready within ${asked.deployTimeout} s`
        : `listens on port ${asked.proxy?.port} now: for most of ${asked.deployTimeout} s it did not`,
    ),
    remedy: `deploy_timeout: ${asked.deployTimeout * 3} in deploy.yml`,
  };
};

const error: Reading = (diagnosis) => {
  const status = statusOf(diagnosis);
  if (status === undefined) return undefined;
  return {
    what: about(diagnosis.asked, `answers ${pathOf(diagnosis)} with ${status}`),
    remedy: "Its last lines may say why; only an answer from 200 to 299 counts as healthy",
  };
};

const slow: Reading = (diagnosis) =>
  saw(diagnosis, "timed out")
    ? {
        what: about(diagnosis.asked, `takes longer than ${diagnosis.asked.proxy?.timeout} s to answer ${pathOf(diagnosis)}`),
        remedy: `Have that path do less, or raise ${diagnosis.asked.proxyKey}.healthcheck.timeout in deploy.yml`,
      }
    : undefined;

const cutOff: Reading = (diagnosis) =>
  saw(diagnosis, "cut off")
    ? {
        what: about(diagnosis.asked, `ends the connection without an answer to ${pathOf(diagnosis)}`),
        remedy: `Its last lines may say why; or what is on port ${diagnosis.asked.proxy?.port} speaks something other than HTTP`,
      }
    : undefined;

const silent: Reading = ({ asked, listening }) =>
  listening?.length === 0 && asked.proxy
    ? {
        what: about(asked, `listens on no port after ${asked.deployTimeout} s`),
        remedy: `If it only needs longer to start: deploy_timeout: ${asked.deployTimeout * 3} in deploy.yml. If it serves nothing: ${asked.key}.proxy: false`,
      }
    : undefined;

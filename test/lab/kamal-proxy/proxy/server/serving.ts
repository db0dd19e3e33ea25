import { readBody } from "./body.ts";
import { respondWithErrorPage } from "./error-page.ts";
import { Forwarding, type Route } from "./forwarding.ts";
import { log } from "./log.ts";
import { redirect, redirectOf } from "./redirect.ts";
import type { Service } from "./service.ts";
import type { Binding } from "./service-map.ts";
import { encodePath, respond, type Visit } from "./visit.ts";

/** Serves one request of a service: redirect it, hold it back, turn it away, or send it to a target. */
export const serveVisit = async (visit: Visit, { service, prefix }: Binding): Promise<void> => {
  const { options, errorPages } = service.setup;
  visit.trail.service = service.name;
  visit.trail.errorPages = errorPages;
  if (isChallenge(visit, service)) return respond(visit, 404, "text/plain; charset=utf-8", "no certificate is issued here\n");
  if (!options.tls && visit.encrypted) return respondWithErrorPage(visit, 503);
  const elsewhere = redirectOf(visit, options);
  if (elsewhere !== undefined) return redirect(visit, elsewhere);
  if (isProbeOfHaltedService(visit, service)) return respond(visit, 200, "", "");
  const outcome = await service.pause.outcome();
  if (visit.response.destroyed) return;
  switch (outcome.kind) {
    case "stopped":
      return respondWithErrorPage(visit, 503, outcome.message);
    case "timed out":
      log.warn("Rejecting request due to expired pause", { service: service.name, path: visit.path });
      return respondWithErrorPage(visit, 504);
    case "proceed":
      return await forward(visit, service, options.stripPrefix && prefix !== "/" ? prefix : "");
  }
};

// A service that has its certificates issued answers the challenges for them itself.
const isChallenge = (visit: Visit, { setup }: Service): boolean =>
  setup.options.tls && setup.certificate === undefined && visit.path.startsWith("/.well-known/acme-challenge/");

// A load balancer in front must not take this server out while the service is halted.
const isProbeOfHaltedService = ({ method, path }: Visit, { pause, setup }: Service): boolean =>
  pause.state !== "running" && (method === "GET" || method === "HEAD") && path === setup.targetOptions.healthCheck.path;

const forward = async (visit: Visit, service: Service, strippedPrefix: string): Promise<void> => {
  const balancer = service.balancerFor(visit);
  const target = balancer.targetFor(visit);
  const claim = target?.claim();
  if (target === undefined || claim === undefined) return respondWithErrorPage(visit, 503);
  const { trail } = visit;
  trail.target = target.address;
  trail.requestHeaders = target.options.logRequestHeaders;
  trail.responseHeaders = target.options.logResponseHeaders;
  const affinityMs = balancer.needsAffinity(visit) ? service.setup.options.writerAffinityMs : 0;
  const route: Route = { target, claim, path: upstreamPath(visit, strippedPrefix), strippedPrefix, affinityMs };
  if (target.options.bufferRequests) await sendWhole(visit, route);
  else new Forwarding(visit, route, undefined).send();
};

const sendWhole = async (visit: Visit, route: Route): Promise<void> => {
  const forwarding = (body: Buffer): void => new Forwarding(visit, route, body).send();
  try {
    const body = await readBody(visit.request, route.target.options.maxRequestBody);
    if (body !== undefined) return forwarding(body);
    respond(visit, 413, "text/plain; charset=utf-8", "Request too large\n");
  } catch (error) {
    log.error("Error buffering request", { path: visit.path, error: String(error) });
    respond(visit, 500, "text/plain; charset=utf-8", "Internal Server Error\n");
  }
  route.claim.end();
};

const upstreamPath = (visit: Visit, strippedPrefix: string): string => {
  if (strippedPrefix === "") return visit.encodedPath + visit.query;
  return (encodePath(visit.path.slice(strippedPrefix.length)) || "/") + visit.query;
};

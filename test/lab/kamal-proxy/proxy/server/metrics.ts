import { createServer, type Server } from "node:http";
import type { Visit } from "./visit.ts";

const requests = new Map<string, number>();
const inFlight = new Map<string, number>();

const add = (counts: Map<string, number>, key: string, amount: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + amount);
};

/** Counts a request of a service from now until the returned function is called. */
export const countRequest = (visit: Visit, service: string): (() => void) => {
  add(inFlight, `service="${service}"`, 1);
  return () => {
    add(inFlight, `service="${service}"`, -1);
    add(requests, `method="${visit.method}",service="${service}",status="${visit.trail.status}"`, 1);
  };
};

const series = (name: string, type: string, counts: ReadonlyMap<string, number>): string =>
  `# TYPE ${name} ${type}\n${[...counts].map(([labels, count]) => `${name}{${labels}} ${count}\n`).join("")}`;

/** A server that tells the counts in Prometheus' text format, whatever path is asked for. */
export const metricsServer = (): Server =>
  createServer((_, response) => {
    response.setHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.end(
      series("kamal_proxy_http_requests_total", "counter", requests) +
        series("kamal_proxy_http_in_flight_requests", "gauge", inFlight),
    );
  });

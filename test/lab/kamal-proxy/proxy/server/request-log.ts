import { log } from "./log.ts";
import type { Trail, Visit } from "./visit.ts";

/** Writes the line about a request that is over; the names are those of kamal-proxy's log. */
export const logRequest = (visit: Visit, port: number): void => {
  const { request, trail } = visit;
  const { headers, socket } = request;
  log.info("Request", {
    host: visit.host,
    port,
    path: visit.path,
    request_id: visit.requestId,
    status: trail.status,
    service: trail.service,
    target: trail.target,
    duration: (Date.now() - visit.startedMs) * 1e6,
    method: visit.method,
    req_content_length: Number(headers["content-length"] ?? (headers["transfer-encoding"] === undefined ? 0 : -1)),
    req_content_type: headers["content-type"] ?? "",
    resp_content_length: trail.bytesSent,
    resp_content_type: String(trail.sent["content-type"] ?? ""),
    client_addr: socket.remoteAddress ?? "",
    client_port: String(socket.remotePort ?? ""),
    remote_addr: String(headers["x-forwarded-for"] ?? socket.remoteAddress ?? ""),
    user_agent: headers["user-agent"] ?? "",
    proto: `HTTP/${request.httpVersion}`,
    scheme: visit.encrypted ? "https" : "http",
    query: visit.query.replace(/^\?/, ""),
    ...wanted("req", trail.requestHeaders, headers),
    ...wanted("resp", trail.responseHeaders, trail.sent),
  });
};

const wanted = (kind: "req" | "resp", names: readonly string[], headers: Trail["sent"]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.map((name) => [`${kind}_${name.toLowerCase().replaceAll("-", "_")}`, String(headers[name.toLowerCase()] ?? "")]),
  );

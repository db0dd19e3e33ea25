import type { Target } from "./target.ts";
import type { Visit } from "./visit.ts";

const hopByHop: ReadonlySet<string> = new Set([
  "connection",
  "proxy-connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const replaced: ReadonlySet<string> = new Set([
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-request-id",
  "x-kamal-target",
]);

/** Names and values in turn, as Node keeps them, without what concerns one connection only. */
export const endToEndHeaders = (raw: readonly string[], connection: string | undefined): string[] => {
  const named = new Set((connection ?? "").split(",").map((name) => name.trim().toLowerCase()));
  const kept: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? "";
    const lower = name.toLowerCase();
    if (!hopByHop.has(lower) && !named.has(lower)) kept.push(name, raw[index + 1] ?? "");
  }
  return kept;
};

/** What the target gets to see of a request's headers. */
export const upstreamHeaders = (visit: Visit, target: Target): readonly string[] => {
  const { headers, rawHeaders } = visit.request;
  const kept = endToEndHeaders(rawHeaders, headers.connection);
  const passed = kept.flatMap((name, index) =>
    index % 2 === 0 && !replaced.has(name.toLowerCase()) ? [name, kept[index + 1] ?? ""] : [],
  );
  if (headers.te?.includes("trailers")) passed.push("Te", "trailers");
  return [...passed, ...framing(visit), ...forwarded(visit, target), ...marks(visit, target)];
};

const framing = ({ request, method, upgrade }: Visit): readonly string[] => {
  if (upgrade !== undefined) return ["Connection", "Upgrade", "Upgrade", request.headers.upgrade ?? ""];
  if (request.headers["transfer-encoding"] !== undefined) return ["Transfer-Encoding", "chunked"];
  const needsLength = method === "POST" || method === "PUT" || method === "PATCH";
  return needsLength && request.headers["content-length"] === undefined ? ["Content-Length", "0"] : [];
};

const forwarded = (visit: Visit, target: Target): readonly string[] => {
  const trusted = target.options.forwardHeaders ? visit.request.headers : {};
  const client = (visit.request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  const before = trusted["x-forwarded-for"];
  return [
    "X-Forwarded-For",
    before === undefined ? client : `${String(before)}, ${client}`,
    "X-Forwarded-Host",
    String(trusted["x-forwarded-host"] ?? "") || visit.host,
    "X-Forwarded-Proto",
    String(trusted["x-forwarded-proto"] ?? "") || (visit.encrypted ? "https" : "http"),
  ];
};

const marks = (visit: Visit, target: Target): readonly string[] => {
  const { headers } = visit.request;
  const before = target.options.forwardHeaders ? headers["x-kamal-target"] : undefined;
  const start = headers["x-request-start"] === undefined ? ["X-Request-Start", `t=${visit.startedMs}`] : [];
  const route = before === undefined ? target.address : `${String(before)}, ${target.address}`;
  return ["X-Request-ID", visit.requestId, ...start, "X-Kamal-Target", route];
};

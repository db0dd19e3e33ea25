import type { IncomingMessage } from "node:http";
import { posix } from "node:path";
import { withoutPort } from "./host.ts";

/** The value of a request's cookie. */
export const cookieOf = (request: IncomingMessage, name: string): string | undefined => {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
};

/** The cookie that sends a client's reads to the writers until so many ms have passed since now. */
export const writerCookie = (nowMs: number, affinityMs: number): string => {
  const expires = new Date(nowMs + affinityMs + 1000).toUTCString();
  return `kamal-writer=${Math.floor(nowMs + affinityMs)}; Path=/; Expires=${expires}; HttpOnly`;
};

/** Puts a path prefix before the path of a Set-Cookie header that is for this host. */
export const scopedCookie = (cookie: string, prefix: string, host: string): string => {
  const [pair = "", ...attributes] = cookie.split(";").map((part) => part.trim());
  const named = (name: string): string | undefined =>
    attributes.find((attribute) => attribute.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const domain = named("domain");
  if (domain !== undefined && domain !== withoutPort(host)) return cookie;
  const path = posix.join(prefix, (named("path") ?? "").replace(/^\/+|\/+$/g, ""));
  const others = attributes.filter((attribute) => !attribute.toLowerCase().startsWith("path="));
  return [pair, `Path=${path}`, ...others].join("; ");
};

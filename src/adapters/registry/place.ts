import { isIPv4 } from "node:net";
import type { ImageReference } from "../../core/config/image-reference.ts";

/** Docker Hub answers the API under another name than its images have. */
const hub = { name: "docker.io", host: "registry-1.docker.io" };

/**
 * Where a registry's API may answer, in the order in which to try. Without encryption only where Docker speaks so by itself, on the
 * loopback interface, and at bare addresses of private networks, for which there are no certificates.
 */
export function originsOf({ server }: ImageReference): readonly string[] {
  if (server === hub.name) return [`https://${hub.host}`];
  const { hostname } = new URL(`https://${server}`);
  return isNear(hostname) ? [`https://${server}`, `http://${server}`] : [`https://${server}`];
}

const isNear = (hostname: string): boolean => hostname === "localhost" || hostname === "[::1]" || isPrivate(hostname);

/** RFC 1918, and the loopback interface. */
function isPrivate(hostname: string): boolean {
  if (!isIPv4(hostname)) return false;
  const [first = 0, second = 0] = hostname.split(".").map(Number);
  if (first === 10 || first === 127) return true;
  return (first === 172 && second >= 16 && second < 32) || (first === 192 && second === 168);
}

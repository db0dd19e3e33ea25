/** Run by relay.ts: relays TCP connections with a delay until its standard input ends. Arguments: oneWayMs, then routes host:port=host:port. */
import { once } from "node:events";
import { createServer, type Server, Socket } from "node:net";

const [delay, ...routes] = process.argv.slice(2);
const oneWayMs = Number(delay);

await Promise.all(routes.map((route) => once(relay(route), "listening")));
process.stdin.resume().once("end", () => process.exit());
console.log("listening");

function relay(route: string): Server {
  const [host, port, farHost, farPort] = route.split(/[:=]/);
  const server = createServer({ noDelay: true, allowHalfOpen: true, pauseOnConnect: true }, (near) => {
    const far = new Socket({ allowHalfOpen: true }).setNoDelay(true);
    near.on("error", () => near.destroy());
    // A TCP handshake: this side may send after a round trip, and what it sends arrives with the ACK that opens the far side.
    setTimeout(() => {
      setTimeout(() => far.connect({ host: farHost ?? "", port: Number(farPort) }), oneWayMs);
      forward(near, far);
      forward(far, near);
    }, 2 * oneWayMs);
  });
  return server.listen(Number(port), host);
}

/** Timers of one delay fire in the order they were set, so chunks stay in order. */
function forward(from: Socket, to: Socket): void {
  const later = (action: () => void) => setTimeout(() => to.destroyed || action(), oneWayMs);
  from.on("data", (chunk) => later(() => to.write(chunk)));
  from.on("end", () => later(() => to.end()));
  from.on("error", () => later(() => to.resetAndDestroy()));
  from.resume();
}

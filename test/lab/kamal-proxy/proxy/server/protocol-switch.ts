import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Claim } from "./claim.ts";
import type { Visit } from "./visit.ts";

/** The target's consent to switch protocols, and its bare connection. */
export type Consent = { readonly upstream: IncomingMessage; readonly socket: Duplex; readonly head: Buffer };

/** Joins the connections of client and target, once the target has agreed to leave HTTP. */
export const switchProtocols = (visit: Visit, claim: Claim, consent: Consent): void => {
  const { upstream, socket: target, head } = consent;
  const client = visit.upgrade?.socket;
  if (client === undefined) {
    target.destroy();
    visit.response.destroy();
    return;
  }
  const part = (): void => {
    client.destroy();
    target.destroy();
    claim.end();
  };
  claim.switched = true;
  claim.whenCut(part);
  visit.trail.status = 101;
  for (const socket of [client, target]) socket.on("error", part).on("close", part);
  client.write(consentText(upstream));
  client.write(head);
  target.write(visit.upgrade?.head ?? "");
  client.pipe(target).pipe(client);
};

const consentText = ({ statusCode = 101, rawHeaders }: IncomingMessage): string => {
  const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  return `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\n${lines.join("\r\n")}\r\n\r\n`;
};

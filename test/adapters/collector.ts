import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";

const attribute = z.strictObject({
  key: z.string().min(1),
  value: z.union([z.strictObject({ stringValue: z.string() }), z.strictObject({ doubleValue: z.number() })]),
});
const nanoseconds = z.string().regex(/^\d{19}$/);

/** As of OpenTelemetry's logs.proto; what it does not have is refused. */
const exported = z.strictObject({
  resourceLogs: z.tuple([
    z.strictObject({
      resource: z.strictObject({ attributes: z.array(attribute) }),
      scopeLogs: z.tuple([
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          logRecords: z
            .array(
              z.strictObject({
                ...{ timeUnixNano: nanoseconds, observedTimeUnixNano: nanoseconds },
                ...{ severityNumber: z.int().min(1).max(24), severityText: z.enum(["DEBUG", "INFO", "WARN", "ERROR"]) },
                ...{ body: z.strictObject({ stringValue: z.string() }), eventName: z.string().optional() },
                attributes: z.array(attribute).optional(),
              }),
            )
            .min(1),
        }),
      ]),
    }),
  ]),
});
type Attribute = z.output<typeof attribute>;

export interface Received {
  readonly text: string;
  readonly severity: string;
  readonly event: string | undefined;
  readonly attributes: Readonly<Record<string, string | number>>;
}

export interface Collector extends AsyncDisposable {
  readonly endpoint: string;
  /** The records of each request. */
  readonly batches: readonly (readonly Received[])[];
  readonly resources: readonly Readonly<Record<string, string | number>>[];
  /** What a strict receiver would not have taken. */
  readonly faults: readonly string[];
}

/** Receives logs as an OpenTelemetry collector does. @param respond answers a request that is in order; with 200 by default */
export async function startCollector(respond = (response: ServerResponse): unknown => response.end("{}")): Promise<Collector> {
  const batches: Received[][] = [];
  const resources: Record<string, string | number>[] = [];
  const faults: string[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url, headers } = request;
    if (`${method} ${url}` !== "POST /base/v1/logs") faults.push(`${method} ${url}`);
    if (headers["content-type"] !== "application/json") faults.push(`It is ${headers["content-type"]}`);
    const { success, data, error } = exported.safeParse(JSON.parse(await text(request)));
    if (!success) faults.push(z.prettifyError(error));
    for (const { resource, scopeLogs } of data?.resourceLogs ?? []) {
      resources.push(record(resource.attributes));
      batches.push(
        scopeLogs[0].logRecords.map(({ body, severityText, eventName, attributes = [] }) => ({
          ...{ text: body.stringValue, severity: severityText, event: eventName, attributes: record(attributes) },
        })),
      );
    }
    respond(response);
  };
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens nowhere");
  return {
    ...{ endpoint: `http://127.0.0.1:${address.port}/base`, batches, resources, faults },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const record = (attributes: readonly Attribute[]): Record<string, string | number> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, "stringValue" in value ? value.stringValue : value.doubleValue] as const),
  );

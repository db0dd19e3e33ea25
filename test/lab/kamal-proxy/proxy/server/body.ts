import type { IncomingMessage } from "node:http";

/** Whether a request comes with a body. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** Reads a body whole; undefined if it has more than `limit` bytes (0: any number). Throws if it breaks off. */
export const readBody = async (from: IncomingMessage, limit: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of from.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (limit > 0 && size > limit) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

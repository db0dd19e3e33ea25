/** More than any answer that we ask for has, in bytes. */
const most = 16 * 1024 * 1024;

/** What a server answers, whole; a hostile one may never end. @throws Error when it is longer than anything that was asked for */
export async function wholeBody({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) throw new Error(`the answer has no end: it goes on after ${most / 1024 / 1024} MiB`);
  }
  return Buffer.concat(chunks);
}

/** What the app answered to one request like those of a health check. */
export interface Answer {
  readonly status: number;
  /** Where a redirect leads. */
  readonly location: string | undefined;
  /** The beginning of the body, on one line and without tags. */
  readonly text: string;
}

/** From the beginning of an HTTP/1 response; undefined for anything else. */
export function readAnswer(response: string): Answer | undefined {
  const [head = "", ...body] = response.split(/\r?\n\r?\n/);
  const status = /^HTTP\/1\.\d (\d{3})\b/.exec(head)?.[1];
  if (status === undefined) return undefined;
  return { status: Number(status), location: /^location:[ \t]*(\S+)/im.exec(head)?.[1], text: textOf(body.join("\n\n")) };
}

const textOf = (body: string): string =>
  body
    .replaceAll(/<(style|script)\b[\s\S]*?<\/\1>/gi, " ")
    .replaceAll(/<[^<>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 200);

import { setTimeout as sleep } from "node:timers/promises";
import { httpObstacle, isPassing } from "../../core/report/http-obstacle.ts";

/** Before each further try, in milliseconds. */
const pauses = [500, 2000];

export interface Asking {
  /** Gives up, between tries as well. */
  readonly signal: AbortSignal;
  /** Told of each further try. */
  readonly tell: (text: string) => void;
}

/** A request that does no harm twice, made again where the other side is out of order for the moment. @throws as fetch does */
export async function fetchAgain(
  url: URL | string,
  init: Omit<RequestInit, "signal">,
  { signal, tell }: Asking,
): Promise<Response> {
  for (const [index, pause] of pauses.entries()) {
    const answer = await fetch(url, { ...init, signal }).catch((error: unknown) => ({ error }));
    const obstacle = obstacleIn(answer);
    if (obstacle === undefined) return asFetched(answer);
    tell(`${new URL(url).host}: ${obstacle}. It is asked again (${index + 2} of ${pauses.length + 1})`);
    await sleep(pause, undefined, { signal });
  }
  return fetch(url, { ...init, signal });
}

type Answer = Response | { readonly error: unknown };

/** What may be over in a moment; undefined where it is an answer, or is not. */
function obstacleIn(answer: Answer): string | undefined {
  if ("error" in answer) return isPassing(answer.error) ? httpObstacle(answer.error) : undefined;
  return answer.status === 429 || answer.status >= 500 ? `it answers ${answer.status}` : undefined;
}

function asFetched(answer: Answer): Response {
  if ("error" in answer) throw answer.error;
  return answer;
}

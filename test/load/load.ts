import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, ask } from "./request.ts";
import { type LoadResult, resultOf } from "./result.ts";

export interface LoadOptions {
  /** Kept open and used one request at a time; 20. */
  readonly connections?: number;
  /** The Host header, where it is not the URL's own. */
  readonly host?: string;
  /** The rest of a connection between two requests; 5. */
  readonly pauseMs?: number;
  /** A request without an answer for so long has failed; 15,000. */
  readonly timeoutMs?: number;
  /** The load ends by itself after so long; 300. */
  readonly maxSeconds?: number;
  /** The load ends by itself after so many requests; 500,000. */
  readonly maxRequests?: number;
}

/** Clients that never rest, to see whether a deploy costs one of them a request. */
export interface Load {
  /** One more request, to /slow, that takes so long; it counts in the result like any other. Never rejects. */
  slow(ms: number): Promise<Answer>;
  /** Lets the requests on their way finish, then tells how all went. */
  stop(): Promise<LoadResult>;
}

/** Starts asking for `url`. Every answer but 200, every reset and every timeout is a failure; nothing is tried twice. */
export function startLoad(url: string, options: LoadOptions = {}): Load {
  const { connections = 20, host, pauseMs = 5, timeoutMs = 15_000, maxSeconds = 300, maxRequests = 500_000 } = options;
  const answers: Answer[] = [];
  const slowOnes: Promise<Answer>[] = [];
  const endsAt = performance.now() + maxSeconds * 1000;
  let stopping = false;
  const spent = () => performance.now() > endsAt || answers.length >= maxRequests;

  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!stopping && !spent()) {
      answers.push(await ask(url, { agent, host, timeoutMs }));
      await sleep(pauseMs);
    }
    agent.destroy();
  };
  const clients = Array.from({ length: connections }, client);

  return {
    slow: (ms) => {
      const answer = ask(new URL(`/slow?ms=${ms}`, url).href, { agent: new Agent(), host, timeoutMs: timeoutMs + ms });
      slowOnes.push(answer);
      return answer;
    },
    stop: async () => {
      const endedEarly = spent();
      stopping = true;
      await Promise.all(clients);
      return resultOf([...answers, ...(await Promise.all(slowOnes))], { endedEarly });
    },
  };
}

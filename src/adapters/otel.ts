import { randomUUID } from "node:crypto";
import { httpObstacle } from "../core/report/http-obstacle.ts";
import { endEvent, exportRequest, type LogRecord, lineRecord, startEvent } from "../core/report/otlp.ts";
import type { LoggedRun, LogLine, RunEnd, RunLog } from "../core/report/run-log.ts";

/** As many lines at once as in Kamal, and as often, in milliseconds. */
const batch = 100;
const interval = 5_000;
/** What an endpoint is given for an answer, and for all that is left at the end, in milliseconds. */
const usualPatience = 5_000;
/** How much may wait for an endpoint, in characters. */
const most = 16_000_000;

/** A run's log at an OpenTelemetry endpoint, over HTTP in JSON. One request at a time; nothing waits for it before the end. */
export class OtelLog implements RunLog {
  readonly #url: URL;
  readonly #run: LoggedRun;
  readonly #warn: (text: string) => void;
  readonly #id = randomUUID();
  readonly #timer: NodeJS.Timeout;
  readonly #end = new AbortController();
  readonly #patience: number;
  #waiting: LogRecord[] = [];
  #size = 0;
  #sending: Promise<void> | undefined;
  #isComplete = true;

  /** @throws TypeError when the endpoint is no URL */
  constructor(endpoint: string, run: LoggedRun, warn: (text: string) => void, patience = usualPatience) {
    this.#url = new URL(`${endpoint.replace(/\/$/, "")}/v1/logs`);
    // fetch refuses a URL with these, and Kamal does not send them.
    [this.#url.username, this.#url.password] = ["", ""];
    this.#run = run;
    this.#warn = warn;
    this.#patience = patience;
    this.#add(startEvent(run, this.#id));
    this.#timer = setInterval(() => this.#send(), interval).unref();
  }

  write(line: LogLine): void {
    if (this.#size > most) this.#complain("it is too slow for so much");
    else this.#add(lineRecord(line));
  }

  async close(end: RunEnd): Promise<string | undefined> {
    clearInterval(this.#timer);
    this.#add(endEvent(this.#run, this.#id, end));
    const giveUp = setTimeout(() => this.#end.abort(), this.#patience);
    await this.#sending;
    this.#send();
    await this.#sending;
    clearTimeout(giveUp);
    return this.#isComplete ? `Logs sent to ${this.#url.origin}` : undefined;
  }

  #add(record: LogRecord): void {
    this.#size += sizeOf(record);
    this.#waiting.push(record);
    if (this.#waiting.length >= batch) this.#send();
  }

  #send(): void {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#end.signal.aborted) {
      const records = this.#waiting.slice(0, batch);
      this.#waiting = this.#waiting.slice(batch);
      this.#size -= records.reduce((sum, record) => sum + sizeOf(record), 0);
      await this.#post(records);
    }
  }

  async #post(records: readonly LogRecord[]): Promise<void> {
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(exportRequest(this.#run, this.#id, records)),
        redirect: "manual",
        signal: AbortSignal.any([this.#end.signal, AbortSignal.timeout(this.#patience)]),
      });
      await response.body?.cancel();
      if (!response.ok) this.#complain(`it answers ${response.status} ${response.statusText}`.trimEnd());
    } catch (error) {
      this.#complain(httpObstacle(error));
    }
  }

  /** Once: what is wrong with an endpoint is wrong for all that is sent. */
  #complain(reason: string): void {
    if (this.#isComplete) this.#warn(`The log at ${this.#url.origin} is not complete: ${reason}`);
    this.#isComplete = false;
  }
}

/** With about what its other fields take. */
const sizeOf = ({ body }: LogRecord): number => body.stringValue.length + 500;

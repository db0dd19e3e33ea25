import type { Version } from "../core/config/names.ts";
import { isPreviewConfig, type PreviewConfig } from "../core/config/preview/preview.ts";
import { wasTaken } from "../core/plan/locked.ts";
import type { Outcome } from "../core/plan/plan.ts";
import { commentMarker, newsOf, type PreviewNews, previewComment, type Trouble } from "../core/preview/comment.ts";
import { previewTask } from "../core/report/deployment.ts";
import { isFault, publicReasonOf } from "../core/report/errors.ts";
import type { Report } from "../core/report/report.ts";
import { Discretion } from "../core/shell/discretion.ts";
import type { Secrets } from "../core/shell/secret.ts";
import type { Call } from "./call.ts";
import { type Github, githubOf } from "./github.ts";
import { loadSettings } from "./project.ts";
import { deaf } from "./watcher.ts";

/** What is told where a pull request is discussed. Nothing of it throws, and a person in a terminal tells nobody. */
export class PreviewReporter {
  readonly #github: Github | undefined;
  readonly #runUrl: string | undefined;
  /** One after the other: the last word has to be the last one. */
  #said: Promise<void> = Promise.resolve();
  /** Of the comment. */
  #id: number | undefined;
  #isUnderWay = false;
  readonly #discretion = new Discretion();

  constructor({ request, watcher }: Pick<Call, "request" | "watcher">) {
    // Who cancels a run wants the pull request to say so.
    const asker = { request, watcher, cancel: new AbortController().signal };
    this.#github = request.run.id === undefined ? undefined : githubOf(asker);
    this.#runUrl = request.run.url;
  }

  /** GitHub hides secrets in logs, and nowhere else. */
  learn(secrets: Secrets): void {
    this.#discretion.learn(secrets);
  }

  began(config: PreviewConfig, version: Version): void {
    void this.#say({ config, version, state: "deploying" });
  }

  async ended(report: Report): Promise<void> {
    const { config } = report;
    if (isPreviewConfig(config)) await this.#say(newsOf({ ...report, config }));
  }

  /** From when a deploy has its lock, it may change what serves. */
  heard(outcome: Outcome): void {
    this.#isUnderWay ||= wasTaken([outcome]);
  }

  /** A deploy has come to nothing, by this error. */
  async gaveUp(config: PreviewConfig, error: unknown): Promise<void> {
    const state = this.#isUnderWay || isFault(error) ? "failed" : "refused";
    await this.#say({ config, state, troubles: [{ reason: publicReasonOf(error) }] });
  }

  /** Nobody knows what it came to. @param words what there is to say instead */
  async cutShort(config: PreviewConfig, words: string): Promise<void> {
    await this.#say({ config, state: "failed", troubles: [{ reason: words }] });
  }

  async slept(config: PreviewConfig): Promise<void> {
    await this.#say({ config, state: "asleep" });
  }

  /** It has no deployments any more, either. */
  async removed(config: PreviewConfig): Promise<void> {
    await Promise.all([this.#say({ config, state: "removed" }), this.#github?.removeDeployments(previewTask(config))]);
  }

  #say(news: PreviewNews): Promise<void> {
    const { config, state } = news;
    const troubles = news.troubles?.map((each) => this.#discreet(each)) ?? [];
    const text = previewComment({ ...news, troubles, runUrl: this.#runUrl });
    const comment = {
      on: config.preview.number,
      marker: commentMarker(config),
      text,
      onlyAnew: state === "removed" || state === "asleep",
    };
    this.#said = this.#said.then(async () => {
      this.#id = (await this.#github?.tell({ ...comment, id: this.#id })) ?? this.#id;
    });
    return this.#said;
  }

  #discreet({ place, reason, container }: Trouble): Trouble {
    const redact = (text: string): string => this.#discretion.redact(text);
    return {
      place: place && { ...place, title: redact(place.title) },
      reason: redact(reason),
      container: container === undefined ? undefined : redact(container),
    };
  }
}

/** Tell the pull request of a deploy whose job was ended before it could. @throws InvalidInput when deploy.yml is wrong by now */
export async function tellOfCutShort(words: string, call: Call): Promise<void> {
  const { config } = await loadSettings({ ...call, watcher: deaf });
  if (isPreviewConfig(config)) await new PreviewReporter(call).cutShort(config, words);
}

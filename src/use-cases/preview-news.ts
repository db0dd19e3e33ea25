import type { ImagePackage } from "../adapters/github/packages.ts";
import { isGithubRegistry } from "../core/config/credentials.ts";
import type { Version } from "../core/config/names.ts";
import { isPreviewConfig, type PreviewConfig } from "../core/config/preview/preview.ts";
import { isTagOfPreview } from "../core/host/names.ts";
import { commentMarker, newsOf, type PreviewNews, previewComment } from "../core/preview/comment.ts";
import { previewTask } from "../core/report/deployment.ts";
import type { Report } from "../core/report/report.ts";
import { Discretion } from "../core/shell/discretion.ts";
import type { Secrets } from "../core/shell/secret.ts";
import type { Call } from "./call.ts";
import { type Github, githubOf } from "./github.ts";

/** What is told where a pull request is discussed. Nothing of it throws, and a person in a terminal tells nobody. */
export class PreviewTelling {
  readonly #github: Github | undefined;
  readonly #runUrl: string | undefined;
  /** One after the other: the last word has to be the last one. */
  #said: Promise<void> = Promise.resolve();
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
    this.#say({ config, version, state: "deploying" });
  }

  async ended(report: Report): Promise<void> {
    const { config } = report;
    if (isPreviewConfig(config)) this.#say(newsOf({ ...report, config }));
    await this.#said;
  }

  async refused(config: PreviewConfig, reasons: readonly string[]): Promise<void> {
    this.#say({ config, state: "refused", reasons: [reasons.join("\n")] });
    await this.#said;
  }

  /** It has no deployments any more, either, and no images where GitHub keeps them. */
  async removed(config: PreviewConfig): Promise<void> {
    this.#say({ config, state: "removed" });
    const image = packageOf(config);
    await Promise.all([
      this.#said,
      this.#github?.removeDeployments(previewTask(config)),
      image && this.#github?.removeImages(image, (tag) => isTagOfPreview(config, tag)),
    ]);
  }

  #say(news: PreviewNews): void {
    const { config } = news;
    const reasons = news.reasons?.map((reason) => this.#discretion.redact(reason)) ?? [];
    const text = previewComment({ ...news, reasons, runUrl: this.#runUrl });
    const comment = { on: config.preview.number, marker: commentMarker(config), text, onlyAnew: news.state === "removed" };
    this.#said = this.#said.then(() => this.#github?.tell(comment));
  }
}

/** The images of the app, if GitHub's registry has them. */
function packageOf({ image, registry }: PreviewConfig): ImagePackage | undefined {
  const [, owner, name] = /^ghcr\.io\/([^/]+)\/(.+)$/.exec(image) ?? [];
  return isGithubRegistry(registry.server) && owner !== undefined && name !== undefined ? { owner, name } : undefined;
}

import { terminalAccess } from "../adapters/github/access.ts";
import { type GithubClient, githubClient } from "../adapters/github/client.ts";
import type { LastingComment } from "../adapters/github/comments.ts";
import type { LiveEnvironment } from "../adapters/github/environments.ts";
import type { ImagePackage } from "../adapters/github/packages.ts";
import type { GatedRun, PullRequest } from "../adapters/github/pull-requests.ts";
import type { NamedRun, RunState } from "../adapters/github/runs.ts";
import type { ImageSelection } from "../core/preview/images-in-use.ts";
import type { Commits } from "../core/report/changes.ts";
import { messageOf } from "../core/report/errors.ts";
import type { Secret } from "../core/shell/secret.ts";
import type { Request } from "./request.ts";
import type { Watcher } from "./watcher.ts";

/** What is nice to know of GitHub. Nothing of it throws: what cannot be asked is unknown, and a note tells once why. */
export interface Github {
  /** Whether the run that a lock names is over: this attempt of it. */
  runIsOver(run: NamedRun): Promise<RunState>;
  /** What `head` has and `base` has not, from old to new; undefined where that cannot be told. */
  commitsBetween(base: string, head: string): Promise<Commits | undefined>;
  /** Undefined where there is none, or nobody knows. */
  pullRequest(number: number): Promise<PullRequest | undefined>;
  /** Whether a person has let a run go on; not, where nobody knows. */
  wasApproved(run: GatedRun): Promise<boolean>;
  /** Write a comment, or write it anew where it is. @returns its id, as far as it is known */
  tell(comment: LastingComment): Promise<number | undefined>;
  /** Delete the images in GitHub's registry that have no tags but these, and that nobody else has. @returns how many were looked through, if there may be more */
  removeImages(image: ImagePackage, which: ImageSelection): Promise<number | undefined>;
  /** Take all deployments of this name away. */
  removeDeployments(task: string): Promise<void>;
  /** Where the image of this digest is live, as far as that can be told. */
  environmentsWith(digest: string): Promise<readonly LiveEnvironment[]>;
  /** The images of the app that are live anywhere, as far as that can be told. */
  liveDigests(): Promise<readonly string[]>;
}

/** What an answer may take, however many requests it needs, in milliseconds: a comment may be behind thousands of others. */
const patience = { usual: 6_000, forTelling: 20_000, forDeleting: 30_000 };

/** What of a call it takes to ask. */
export interface Asker {
  readonly request: Pick<Request, "github">;
  readonly watcher: Pick<Watcher, "note">;
  readonly cancel: AbortSignal;
}

/** What was said already, by the token that was asked with: one command asks for many reasons, and of many previews. */
const toldOf = new WeakMap<Secret, Set<string>>();

/** Asks as the one who called, and knows nothing where GitHub was not named. */
export function githubOf({ request: { github }, watcher, cancel }: Asker): Github {
  const told = (github && toldOf.get(github.token)) ?? new Set<string>();
  if (github) toldOf.set(github.token, told);
  const ask = async <Found>(
    question: (client: GithubClient) => Promise<Found>,
    most = patience.usual,
  ): Promise<Found | undefined> => {
    const giveUp = AbortSignal.any([cancel, AbortSignal.timeout(most)]);
    try {
      return github && (await question(githubClient(github, giveUp)));
    } catch (error) {
      const reason = messageOf(error);
      if (!told.has(reason) && !cancel.aborted) watcher.note(reason);
      told.add(reason);
      return undefined;
    }
  };
  return {
    runIsOver: async (run) => (await ask((asked) => asked.runIsOver(run))) ?? "unknown",
    commitsBetween: (base, head) => ask((asked) => asked.commitsBetween(base, head)),
    pullRequest: (number) => ask((asked) => asked.pullRequest(number)),
    wasApproved: async (run) => (await ask((asked) => asked.wasApproved(run))) ?? false,
    tell: (comment) => ask((asked) => asked.tell(comment), patience.forTelling),
    removeImages: (image, which) => ask((asked) => asked.removeImages(image, which), patience.forDeleting),
    removeDeployments: async (task) => void (await ask((asked) => asked.removeDeployments({ task }), patience.forDeleting)),
    environmentsWith: async (digest) => (await ask((asked) => asked.environmentsWith(digest))) ?? [],
    liveDigests: async () => (await ask((asked) => asked.liveDigests())) ?? [],
  };
}

/** As whoever works in this directory is known to GitHub, if a variable has a token; undefined where none has. */
export const githubOfTerminal = ({ env, directory }: Pick<Request, "env" | "directory">): Promise<Request["github"]> =>
  terminalAccess(env, directory);

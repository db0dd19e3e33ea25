import { z } from "zod";
import { type Answer, created, found, invalid, notFound, refusal, wrongRequest } from "./answer.ts";

export interface Comment {
  readonly id: number;
  /** The number of the issue or pull request. */
  readonly on: number;
  readonly user: { readonly login: string; readonly type: "Bot" | "User" };
  readonly author_association: Association;
  body: string;
}

/** docs.github.com/graphql/reference/enums#commentauthorassociation, as far as it matters here: a bot has none. */
type Association = "OWNER" | "MEMBER" | "COLLABORATOR" | "CONTRIBUTOR" | "NONE";

/** docs.github.com/rest/issues/comments: every pull request is an issue. GitHub ignores what it does not know; here that is a mistake. */
const written = z.strictObject({ body: z.string() });

/** What GitHub takes, in characters. */
const longest = 65_536;

/** The comments on the issues and pull requests of one repository. */
export class Comments {
  /** By their ids, the oldest first. */
  readonly all: Comment[] = [];
  /** The numbers of issues and pull requests whose conversation is locked. */
  readonly locked = new Set<number>();
  #last = 900;

  /** A comment of somebody else. */
  add(on: number, body: string, login = "ann", author_association: Association = "NONE"): Comment {
    const user = { login, type: login.endsWith("[bot]") ? "Bot" : "User" } as const;
    const made: Comment = { id: ++this.#last, on, body, user, author_association };
    this.all.push(made);
    return made;
  }

  list(on: number, query: URLSearchParams): Answer {
    const perPage = Math.min(Number(query.get("per_page") ?? 30), 100);
    const start = (Number(query.get("page") ?? 1) - 1) * perPage;
    return found(this.all.filter((each) => each.on === on).slice(start, start + perPage));
  }

  create(on: number, given: unknown): Answer {
    // As it is told in github.com/renovatebot/renovate/issues/6215; a job's token is nobody who may go on here.
    if (this.locked.has(on)) return refusal(403, "Unable to create comment because issue is locked.");
    const body = this.#read(given);
    return typeof body === "string" ? created(this.add(on, body, "github-actions[bot]")) : body;
  }

  edit(id: number, given: unknown): Answer {
    const comment = this.all.find((each) => each.id === id);
    const body = this.#read(given);
    if (!comment) return notFound;
    if (typeof body !== "string") return body;
    comment.body = body;
    return found(comment);
  }

  remove(id: number): Answer {
    const at = this.all.findIndex((each) => each.id === id);
    if (at < 0) return notFound;
    this.all.splice(at, 1);
    return { status: 204, body: "" };
  }

  #read(given: unknown): string | Answer {
    const { data, error } = written.safeParse(given);
    if (!data) return wrongRequest(z.prettifyError(error));
    if (data.body.trim() === "") return invalid("IssueComment", "body", "body can't be blank");
    if (data.body.length > longest) return invalid("IssueComment", "body", `body is too long (maximum is ${longest} characters)`);
    return data.body;
  }
}

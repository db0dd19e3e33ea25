import { z } from "zod";
import { parseJson } from "../../core/json.ts";
import { wholeBody } from "../whole-body.ts";
import type { AskRepository } from "./repository.ts";

/** The tags of a repository, as far as they were read. */
export interface Tags {
  readonly names: readonly string[];
  readonly areAll: boolean;
}

const most = { pages: 50, perPage: 1000 };

/** `null` is what some registries say once the last tag is gone. */
const page = z.object({ tags: z.array(z.string()).nullish() });

/**
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags
 * @returns the registry's answer, where it does not list them
 */
export async function tagsOf(ask: AskRepository): Promise<Tags | Response> {
  const names: string[] = [];
  let query = `?n=${most.perPage}`;
  for (let read = 0; read < most.pages; read++) {
    const response = await ask({ method: "GET", path: `tags/list${query}` });
    if (response.status === 404) return { names, areAll: true };
    if (!response.ok) return response;
    const next = nextPage(response);
    names.push(...tagsIn(await wholeBody(response)));
    if (next === undefined) return { names, areAll: true };
    query = next;
  }
  return { names, areAll: false };
}

/** What stands behind the path: some registries name themselves there by a name that only they know. */
function nextPage({ headers }: Response): string | undefined {
  const [, target] = /<([^>]*)>\s*;\s*rel="?next"?/i.exec(headers.get("link") ?? "") ?? [];
  if (target === undefined || !URL.canParse(target, "https://registry")) return undefined;
  return new URL(target, "https://registry").search || undefined;
}

function tagsIn(body: Buffer): readonly string[] {
  const parsed = page.safeParse(parseJson(body.toString("utf8")));
  if (parsed.success) return parsed.data.tags ?? [];
  throw new Error("what it answers is no list of tags");
}

import { z } from "zod";
import type { Login } from "../../core/commands/registry.ts";
import type { ImageReference } from "../../core/config/image-reference.ts";
import { parseJson } from "../../core/json.ts";
import { Secret } from "../../core/shell/secret.ts";
import { wholeBody } from "../whole-body.ts";
import { type Asking, fetchAgain } from "./repeated-request.ts";

/** What a registry wants to see first, and whom it sends to for it. */
export interface Challenge {
  /** The header WWW-Authenticate. */
  readonly header: string;
  /** Where it came from, as in `https://ghcr.io`. */
  readonly origin: string;
  /** What was asked; a look if absent. */
  readonly method?: string;
}

/** What each takes, where the registry does not say: https://distribution.github.io/distribution/spec/auth/scope/ */
const actions: Readonly<Record<string, string>> = { PUT: "pull,push", DELETE: "delete" };

/**
 * The header that lets somebody do what was asked: https://distribution.github.io/distribution/spec/auth/token/
 * @param login undefined: whoever comes along
 * @returns undefined where there is none to be had
 */
export async function authorization(
  { header, origin, method = "GET" }: Challenge,
  { path }: ImageReference,
  login: Login | undefined,
  asking: Asking,
): Promise<string | undefined> {
  const bearer = /\bBearer +(.+)$/i.exec(header)?.[1];
  const basic = login && basicHeader(login);
  if (bearer === undefined) return basic;
  const { realm = "", service, scope = `repository:${path}:${actions[method] ?? "pull"}` } = parametersOf(bearer);
  if (!URL.canParse(realm)) throw new Error("it does not say where to log in");
  const url = new URL(realm);
  if (url.protocol !== "https:" && origin.startsWith("https:"))
    throw new Error(`it wants the password sent in the clear, to ${url.host}`);
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", scope);
  const response = await fetchAgain(url, basic === undefined ? {} : { headers: { authorization: basic } }, asking);
  if ([400, 401, 403].includes(response.status)) return undefined;
  if (!response.ok) throw new Error(`${url.host}, where it sends us to log in, answers ${response.status}`);
  return `Bearer ${tokenIn(parseJson((await wholeBody(response)).toString("utf8")))}`;
}

const parametersOf = (text: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value]) => [name.toLowerCase(), value]));

const answer = z.union([
  z.object({ token: z.string() }).transform(({ token }) => token),
  z.object({ access_token: z.string() }).transform(({ access_token }) => access_token),
]);

function tokenIn(body: unknown): string {
  const parsed = answer.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Error("what it gives out is no token");
}

function basicHeader({ username, password }: Login): string {
  const name = username instanceof Secret ? username.reveal() : username;
  return `Basic ${Buffer.from(`${name}:${password.reveal()}`).toString("base64")}`;
}

import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Received } from "./exchange.ts";
import { header } from "./exchange.ts";

/** What a token lets its bearer do, for each scope; docs: https://github.com/tonistiigi/go-actions-cache (cache.go: Scope, Permission). */
const permissions = { read: 1, write: 2 } as const;
export type Permission = keyof typeof permissions;

const claimsSchema = z.object({
  nbf: z.number(),
  exp: z.number(),
  // A string with JSON in it, not a list: BuildKit reads it so.
  ac: z.string(),
});
const scopesSchema = z.array(z.object({ Scope: z.string(), Permission: z.number() }));

export interface TokenOptions {
  readonly scope?: string;
  readonly may?: readonly Permission[];
  /** Seconds from now. */
  readonly validFor?: number;
}

/** A JWT like ACTIONS_RUNTIME_TOKEN, but signed with a password. */
export function tokenFor(
  key: string,
  { scope = "refs/heads/main", may = ["read", "write"], validFor = 3600 }: TokenOptions,
): string {
  const now = Math.floor(Date.now() / 1000);
  const allowed = may.reduce((sum, each) => sum + permissions[each], 0);
  const claims = { nbf: now - 60, exp: now + validFor, ac: JSON.stringify([{ Scope: scope, Permission: allowed }]) };
  const text = [{ typ: "JWT", alg: "HS256" }, claims].map((part) => encoded(JSON.stringify(part))).join(".");
  return `${text}.${signature(key, text)}`;
}

/** What the bearer may do; undefined for one without a good token. */
export function permissionsOf(key: string, request: Received): readonly Permission[] | undefined {
  const token = /^Bearer ([\w-]+\.([\w-]+))\.([\w-]+)$/.exec(header(request, "authorization") ?? "");
  const [, text = "", claimsText = "", signed = ""] = token ?? [];
  if (!token || !same(signed, signature(key, text))) return undefined;
  const claims = claimsSchema.parse(JSON.parse(Buffer.from(claimsText, "base64url").toString()));
  const now = Date.now() / 1000;
  if (now < claims.nbf || now >= claims.exp) return undefined;
  const scopes = scopesSchema.parse(JSON.parse(claims.ac));
  const isAllowed = (bit: number): boolean => scopes.some((scope) => (scope.Permission & bit) !== 0);
  return (["read", "write"] as const).filter((each) => isAllowed(permissions[each]));
}

export const signature = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("base64url");

export function same(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

const encoded = (text: string): string => Buffer.from(text).toString("base64url");

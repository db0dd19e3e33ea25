import { authOf } from "../../config/preview/preview.ts";
import type { PreviewAuth } from "../../config/preview/settings.ts";
import { serviceAndDestination } from "../../host/names.ts";
import type { Route } from "../engine.ts";
import { appsConfigMount } from "./configuration.ts";

type OfRole = Pick<Route, "config" | "role">;

/** Where Caddy sees what {@link hash} made of the password that a role's visitors have to give. */
export const passwordFile = ({ config, role }: OfRole): string =>
  [appsConfigMount, serviceAndDestination(config), "auth", role].filter((part) => part !== undefined).join("/");

/** `password FILE`, where visitors are asked for one. */
export const passwordLines = (route: OfRole): string[] => (authOf(route.config) ? [`password ${passwordFile(route)}`] : []);

/**
 * Asks for the user name and the password, whose hash Caddy reads when it loads the routes. It keeps in memory which passwords were
 * right, as each page takes many requests. The app does not see them: whoever wrote it may not be one of those who know.
 */
export function authentication(route: OfRole): object[] {
  const auth = authOf(route.config);
  if (!auth) return [];
  const accounts = [{ username: auth.username, password: `{file.${passwordFile(route)}}` }];
  return [
    {
      match: [{ not: [{ header_regexp: { Authorization: { pattern: loginOf(auth) } } }] }],
      handle: [unauthorized],
      terminal: true,
    },
    { handle: [{ handler: "authentication", providers: { http_basic: { accounts, hash_cache: {} } } }] },
    { handle: [{ handler: "headers", request: { delete: ["Authorization"] } }] },
  ];
}

/**
 * What a login of this user begins with, as far as base64 tells. With any other name Caddy compares the password with a hash that costs
 * a second of a processor (caddyauth/bcrypt.go, FakeHash), and bots try many: other apps of the server would wait.
 */
function loginOf({ username }: PreviewAuth): string {
  const bytes = Buffer.from(`${username}:`);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString("base64");
  return `^(?i:basic) ${whole.replaceAll("+", "\\+")}`;
}

const unauthorized = {
  handler: "static_response",
  status_code: 401,
  headers: { "WWW-Authenticate": ['Basic realm="restricted"'] },
};

/**
 * `hash FILE`: prints `HASH MARK` for the password on standard input. Where that is the one which FILE was made of, as the mark tells, it
 * prints what stands there: another hash of it would be another configuration, and a reload. Caddy's own cost of 14 takes a
 * second of a processor, for each wrong password too.
 */
export const hash = String.raw`
file=$1
IFS= read -r password
known=$(cut -d ' ' -f 2 "$file" 2>/dev/null)
salt=$(printf %s "$known" | cut -d '$' -f 3)
[ -n "$salt" ] && set -- -S "$salt" || set --
if mark=$(printf '%s\n' "$password" | mkpasswd -m sha512 -P 0 "$@" 2>/dev/null) && [ "$mark" = "$known" ]; then
  cat "$file"
  exit
fi
hashed=$(printf '%s\n' "$password" | caddy hash-password --bcrypt-cost 10) || exit 1
echo "$hashed $mark"
`;

/** Takes a copy of the hash, under a name of its own: Caddy reads it when the routes change. */
export const keepPassword = String.raw`
file=$(printf '%s\n' "$routes" | sed -n 's/^password //p')
if [ -n "$file" ]; then
  [ -r "$file" ] || missing "$file"
  kept=$PWD/passwords/$app/$(md5sum <"$file" | cut -c 1-32)
  [ -s "$kept" ] || (umask 077 && mkdir -p "$(dirname "$kept")" && cut -d ' ' -f 1 "$file" >"$kept") || exit 1
  routes=$(printf '%s\n' "$routes" | sed "s|$file|$kept|g")
fi
`;

import { keepRoot } from "./acme.ts";
import { configuration } from "./configuration.ts";
import { drain } from "./drain.ts";
import { keepPassword } from "./password.ts";

/**
 * Takes a copy of an app's certificate, so that one which is spoilt later concerns nobody else, and names it in the routes.
 * Defines `forget`, which removes the copies of an app's files that no routes name.
 */
const keepCertificate = String.raw`
directory=$(printf '%s\n' "$routes" | sed -n 's/^certificate \([^ ]*\) .*/\1/p')
if [ -n "$directory" ]; then
  for file in cert.pem key.pem; do [ -r "$directory/$file" ] || missing "$directory/$file"; done
  kept=$PWD/certificates/$app/$(cat "$directory/cert.pem" "$directory/key.pem" | md5sum | cut -c 1-32)
  (umask 077 && mkdir -p "$kept" && cat "$directory/cert.pem" >"$kept/cert.pem" && cat "$directory/key.pem" >"$kept/key.pem") || exit 1
  routes=$(printf '%s\n' "$routes" | sed "s|^certificate [^ ]*|certificate $kept|")
fi
forget() {
  for copy in "$PWD/certificates/$app"/* "$PWD/passwords/$app"/*; do
    grep -qF "$copy" "routes/$app" 2>/dev/null || rm -rf "$copy"
  done
}
`;

/**
 * `flip APP TARGET DRAIN ROUTES PAGES`: makes a healthy container (ID:PORT) the app's target, with the error pages of a directory if one
 * is given, and waits up to DRAIN seconds until Caddy counts no more requests to the one before. Leaves everything as it was when
 * another app has one of the routes, when files of the app are missing, or when Caddy refuses the routes.
 */
export const flip = String.raw`${configuration}
app=$1 target=$2 drain=$3 routes=$4 pages=$5
supersede "$app"
echo $$ >"flips/$app" && trap 'release; [ "$(cat "flips/$app" 2>/dev/null)" != $$ ] || rm -f "flips/$app"' EXIT
old=$(cat "targets/$app" 2>/dev/null)
write() { printf '%s\n' "$2" >"write.$$" && mv "write.$$" "$1/$app"; }
point() {
  if [ -n "$pages" ]; then write pages "$pages"; else rm -f "pages/$app"; fi
  write targets "$target"
}
missing() { echo "There is no $1 on this server" | sed 's|/apps-config/|.kamal/proxy/apps-config/|' >&2; exit 1; }

for other in routes/*; do
  [ -f "$other" ] && [ "$other" != "routes/$app" ] || continue
  taken=$(printf '%s\n' "$routes" | grep '^claim ' | grep -Fxf "$other" | cut -d ' ' -f 2 | tr '\n' ' ')
  [ -z "$taken" ] || { printf 'Requests for %sgo to %s on this server already\n' "$taken" "$(basename "$other")" >&2; exit 1; }
done

${keepCertificate}
${keepRoot}
${keepPassword}
[ -z "$pages" ] || [ -n "$(ls "$pages"/*.html 2>/dev/null)" ] || missing "error page in $pages"

[ -n "$old" ] || point
if [ "$routes" != "$(cat "routes/$app" 2>/dev/null)" ]; then
  cp "routes/$app" "was.$$" 2>/dev/null
  printf '%s\n' "$routes" >"routes.$$" && mv "routes.$$" "routes/$app"
fi
load || {
  mv "was.$$" "routes/$app" 2>/dev/null || rm -f "routes/$app"
  [ -n "$old" ] || rm -f "targets/$app" "pages/$app"
  forget
  exit 1
}
rm -f "was.$$"
point
forget

[ -n "$old" ] && [ "$old" != "$target" ] || exit 0
${drain}
drain "$old" "$drain"
`;

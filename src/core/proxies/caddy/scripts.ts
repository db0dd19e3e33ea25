import { configuration } from "./configuration.ts";
import { drain } from "./drain.ts";
import { page } from "./page.ts";
import { enterState, makeState } from "./state.ts";

/**
 * What runs in Caddy's container, by `docker exec landfall-caddy sh -c SCRIPT NAME ARGUMENT...`. All are constants: values come in as
 * arguments only. They make do with the BusyBox of the official image.
 *
 * State lies in the volume at /config, so Caddy comes back from a restart as it was: `routes/APP` as `routeLines` writes them,
 * `targets/APP` with the container's ID:PORT, `pages/APP` with the directory of its error pages, `certificates/APP/MD5` with a
 * certificate and its key, `certificates/APP/MD5.pem` with the root of an ACME server, `passwords/APP/MD5` with the hash of a password,
 * `stopped/APP` with the page of an app out of service, and `caddy.json`, the last configuration that Caddy took.
 */

/** Process 1. Routes that Caddy would refuse must not keep all apps of the server down: then the last good configuration is used. */
export const run = `${makeState}${configuration}
rm -f load.* flips/* reloading over.* hold
assembled >load.json
caddy validate --config load.json >/dev/null 2>&1 && mv load.json caddy.json
exec caddy run --config caddy.json
`;

/** Waits up to 30 s for a Caddy that was just started. */
export const awaitCaddy = `
end=$(($(date +%s) + 30))
until wget -q -O /dev/null -T 2 http://127.0.0.1:2019/config/; do
  [ "$(date +%s)" -lt "$end" ] || exit 1
  sleep 0.2
done
`;

/**
 * `health ADDRESS PATH TIMEOUT DEADLINE INTERVAL`, in seconds: waits until the container answers with success. The first looks are closer
 * together, since most apps start quickly; all of them would fill the app's log with nothing else.
 * Never in one exec with a flip: `docker exec` does not end with its client, so a cancelled deploy would flip after all.
 */
export const health = `
address=$1 path=$2 timeout=$3 deadline=$4 interval=$5 looks=0
end=$(($(date +%s) + deadline))
until answer=$(wget -q -O /dev/null -T "$timeout" -U kamal-proxy "http://$address$path" 2>&1); do
  if [ "$(date +%s)" -ge "$end" ]; then
    echo "GET $path at $address did not succeed within $deadline s; the last answer: $(echo "$answer" | sed 's/^wget: //')" >&2
    exit 1
  fi
  looks=$((looks + 1))
  if [ "$looks" -le 10 ]; then sleep 0.2; else sleep "$interval"; fi
done
`;

/**
 * `stop APP DRAIN MESSAGE`: answers the app's requests with 503 and its page for that, which may hold the message, and waits up to
 * DRAIN seconds for those in flight.
 */
export const stop = `
${enterState}
[ -f "targets/$1" ] || { echo "Caddy knows no app $1 here" >&2; exit 1; }
${page}
page "$3" "$(cat "pages/$1" 2>/dev/null)/503.html" >"stopped.$$" && mv "stopped.$$" "stopped/$1"
${drain}
drain "$(cat "targets/$1")" "$2"
`;

/** `resume APP`: passes its requests on again. */
export const resume = `
${enterState}
[ -f "targets/$1" ] || { echo "Caddy knows no app $1 here" >&2; exit 1; }
rm -f "stopped/$1"
`;

/** `remove APP`: sends it no more requests. */
export const remove = `${configuration}
supersede "$1"
rm -rf "routes/$1" "targets/$1" "flips/$1" "pages/$1" "stopped/$1" "certificates/$1" "passwords/$1" && load
`;

/** The routes as kamal-proxy's table has them. */
export const list = String.raw`
${enterState}
part() { sed -n "s|^claim \([^/]*\)\(/.*\)|\\$1|p" "$2" | awk '!seen[$0]++' | paste -sd , -; }
{
  printf 'Service\tHost\tPath\tTarget\tState\tTLS\n'
  for file in routes/*; do
    [ -f "$file" ] || continue
    app=$(basename "$file") state=running tls=no
    [ ! -f "stopped/$app" ] || state=stopped
    ! grep -q '^https-' "$file" || tls=yes
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$app" "$(part 1 "$file")" "$(part 2 "$file")" "$(cat "targets/$app")" "$state" "$tls"
  done
} | awk -F '\t' '
  { for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
  END { for (n = 1; n <= NR; n++) for (i = 1; i <= 6; i++) printf "%-" width[i] "s%s", cell[n, i], i < 6 ? "  " : "\n" }
'
`;

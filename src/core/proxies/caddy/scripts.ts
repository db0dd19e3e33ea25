import { configuration, enterState, makeState } from "./configuration.ts";

/**
 * What runs in Caddy's container, by `docker exec landfall-caddy sh -c SCRIPT NAME ARGUMENT...`. All are constants: values come in as
 * arguments only. They make do with the BusyBox of the official image.
 *
 * State lies in the volume at /config, so Caddy comes back from a restart as it was: `routes/APP` as `routeLines` writes them,
 * `targets/APP` with the container's ID:PORT, and `caddy.json`, the last configuration that Caddy took.
 */

/** Process 1. Routes that Caddy would refuse must not keep all apps of the server down: then the last good configuration is used. */
export const run = `${makeState}${configuration}
rm -f load.* flips/*
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
 * `flip APP TARGET DRAIN ROUTES`: makes a healthy container (ID:PORT) the app's target and waits up to DRAIN seconds until Caddy counts
 * no more requests to the one before. Leaves everything as it was when another app has one of the routes, or Caddy refuses them.
 */
export const flip = String.raw`${configuration}
app=$1 target=$2 drain=$3 routes=$4
supersede "$app"
echo $$ >"flips/$app" && trap 'rm -f "flips/$app"' EXIT
old=$(cat "targets/$app" 2>/dev/null)
point() { printf '%s\n' "$target" >"target.$$" && mv "target.$$" "targets/$app"; }

for other in routes/*; do
  [ -f "$other" ] && [ "$other" != "routes/$app" ] || continue
  taken=$(printf '%s\n' "$routes" | grep '^claim ' | grep -Fxf "$other" | cut -d ' ' -f 2 | tr '\n' ' ')
  [ -z "$taken" ] || { printf 'Requests for %sgo to %s on this server already\n' "$taken" "$(basename "$other")" >&2; exit 1; }
done

[ -n "$old" ] || point
if [ "$routes" != "$(cat "routes/$app" 2>/dev/null)" ]; then
  cp "routes/$app" "was.$$" 2>/dev/null
  printf '%s\n' "$routes" >"routes.$$" && mv "routes.$$" "routes/$app"
fi
load || {
  mv "was.$$" "routes/$app" 2>/dev/null || rm -f "routes/$app"
  [ -n "$old" ] || rm -f "targets/$app"
  exit 1
}
rm -f "was.$$"
point

[ -n "$old" ] && [ "$old" != "$target" ] || exit 0
end=$(($(date +%s) + drain)) quiet=0
while [ "$quiet" -lt 2 ] && [ "$(date +%s)" -lt "$end" ]; do
  sleep 0.1
  case $(wget -q -O - -T 2 http://127.0.0.1:2019/reverse_proxy/upstreams) in
  *"\"address\":\"$old\""* | "") quiet=0 ;;
  *) quiet=$((quiet + 1)) ;;
  esac
done
`;

/** `remove APP`: sends it no more requests. */
export const remove = `${configuration}
supersede "$1"
rm -f "routes/$1" "targets/$1" && load
`;

/** The routes as a table for people. */
export const list = String.raw`
${enterState}
row() { printf '%-28s  %-16s  %s\n' "$@"; }
row Service Target Hosts
for file in routes/*; do
  [ -f "$file" ] || continue
  app=$(basename "$file")
  row "$app" "$(cat "targets/$app")" "$(sed -n 's/^claim //p' "$file" | tr '\n' ' ')"
done
`;

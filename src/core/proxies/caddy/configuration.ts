const state = "/config/landfall";

/** Where in the container an app's target is kept; {@link forwarding} has Caddy read it at every request. */
export const targetFile = (app: string): string => `${state}/targets/${app}`;

/** Where the page of an app out of service is kept, in a file of the app's name; there is none while it is in service. */
export const stoppedDirectory = `${state}/stopped`;

/** Where the directory of an app's error pages is kept. */
export const pagesFile = (app: string): string => `${state}/pages/${app}`;

export const makeState = `mkdir -p ${state}/routes ${state}/targets ${state}/flips ${state}/pages ${state}/stopped ${state}/certificates`;
export const enterState = `cd ${state} || exit 1`;

/**
 * Shell that defines `assembled`, which prints Caddy's whole configuration, `load`, which puts it into force, and `supersede APP`, which
 * ends a flip that a cancelled deploy has left running: `docker exec` does not end with its client.
 * Two deploys at once need no lock: each assembles again after its reload until nothing is new, so whoever comes last has seen
 * everything. An unchanged configuration is not reloaded: a reload closes idle connections, and clients have to open new ones.
 * Each reload also replaces the admin server, which drops whoever is just talking to it: that one asks again.
 * Automatic HTTPS is off for "http", where redirects are routes of ours; Caddy answers ACME's HTTP challenges there all the same.
 * A host with a certificate of its own gets that one whatever names stand in it, as from kamal-proxy, and none from ACME.
 */
export const configuration = String.raw`
${enterState}
assembled() {
  cat <<JSON
{"admin":{"listen":"localhost:2019","config":{"persist":false}},"apps":{"tls":{"certificates":{"load_files":[
$(certificates files | sed '$!s/$/,/')
]}},"http":{"servers":{
"http":{"listen":[":80"],"protocols":["h1"],"automatic_https":{"disable":true},"logs":{},"routes":[
$(routes http)
]},
"https":{"listen":[":443"],"protocols":["h1","h2"],"automatic_https":{"disable_redirects":true,"skip_certificates":[
$(certified | sed 's/^[^ ]* \[\(.*\)\]$/\1/' | sed '$!s/$/,/')
]},"tls_connection_policies":[
$(certificates policies | sed 's/$/,/')
{}],"logs":{},"routes":[
$(routes https)
]}}}}}
JSON
}
certified() { cat routes/* 2>/dev/null | sed -n 's/^certificate //p' | LC_ALL=C sort -u; }
certificates() {
  certified | while read -r directory hosts; do
    tag=$(basename "$directory")
    case $1 in
    files) printf '{"certificate":"%s/cert.pem","key":"%s/key.pem","tags":["%s"]}\n' "$directory" "$directory" "$tag" ;;
    policies) printf '{"match":{"sni":%s},"certificate_selection":{"any_tag":["%s"]}}\n' "$hosts" "$tag" ;;
    esac
  done
}
routes() {
  cat <<'JSON'
{"match":[{"not":[{"header":{"X-Request-Id":["*"]}}]}],"handle":[{"handler":"headers","request":{"set":{"X-Request-Id":["{http.request.uuid}"]}}}]},
{"match":[{"not":[{"header":{"X-Request-Start":["*"]}}]}],"handle":[{"handler":"headers","request":{"set":{"X-Request-Start":["t={time.now.unix_ms}"]}}}]},
JSON
  cat routes/* 2>/dev/null | LC_ALL=C sort | sed -n "s/^$1-[^ ]* \(.*\)/\1,/p"
  echo '{"handle":[{"handler":"static_response","status_code":404}]}'
}
load() {
  tries=0
  while assembled >"load.$$.json"; do
    caddy reload --config "load.$$.json" --address localhost:2019 2>"load.$$.log" || {
      tries=$((tries + 1))
      if [ "$tries" -lt 50 ] && grep -q 'performing request' "load.$$.log"; then sleep 0.1; continue; fi
      echo "Caddy refuses the new routes and goes on with the old ones:" >&2
      grep '^Error' "load.$$.log" >&2 || tail -n 3 "load.$$.log" >&2
      rm -f load.$$.*
      return 1
    }
    assembled | cmp -s - "load.$$.json" && { mv "load.$$.json" caddy.json; rm -f "load.$$.log"; return; }
  done
}
supersede() { kill "$(cat "flips/$1" 2>/dev/null)" 2>/dev/null; }
`;

import { policies } from "./acme.ts";
import { holding, waitingRoom } from "./reload.ts";
import { enterState } from "./state.ts";

/** Where Caddy sees what is uploaded for the proxy; the server has it in `.kamal/proxy/apps-config`. */
export const appsConfigMount = "/apps-config";

/**
 * Shell that defines `assembled`, which prints Caddy's whole configuration, `load`, which puts it into force, and `supersede APP`, which
 * ends a flip that a cancelled deploy has left running: `docker exec` does not end with its client.
 * It assembles again after its reload until nothing is new, since two deploys at once write routes without a lock. An unchanged
 * configuration is not reloaded: a reload closes idle connections, and clients have to open new ones.
 * Each reload also replaces the admin server, which drops whoever is just talking to it: that one asks again.
 * Automatic HTTPS is off for "http", where redirects are routes of ours; Caddy answers ACME's HTTP challenges there all the same.
 * A host with a certificate of its own gets that one whatever names stand in it, as from kamal-proxy, and none from ACME.
 */
export const configuration = String.raw`
${enterState}
${holding}
${policies}assembled() {
  cat <<JSON
{"admin":{"listen":"localhost:2019","config":{"persist":false}},"apps":{"tls":{"certificates":{"load_files":[
$(certificates files | sed '$!s/$/,/')
]},"automation":{"policies":[
$(policies)
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
${waitingRoom},
{"match":[{"not":[{"header":{"X-Request-Id":["*"]}}]}],"handle":[{"handler":"headers","request":{"set":{"X-Request-Id":["{http.request.uuid}"]}}}]},
{"match":[{"not":[{"header":{"X-Request-Start":["*"]}}]}],"handle":[{"handler":"headers","request":{"set":{"X-Request-Start":["t={time.now.unix_ms}"]}}}]},
JSON
  cat routes/* 2>/dev/null | LC_ALL=C sort | sed -n "s/^$1-[^ ]* \(.*\)/\1,/p"
  echo '{"handle":[{"handler":"static_response","status_code":404}]}'
}
load() {
  alone
  reloaded
  status=$?
  release
  rm -f "load.$$.log"
  return "$status"
}
reloaded() {
  tries=0
  while assembled >"load.$$.json"; do
    cmp -s "load.$$.json" caddy.json || hold
    caddy reload --config "load.$$.json" --address localhost:2019 2>"load.$$.log" || {
      tries=$((tries + 1))
      if [ "$tries" -lt 50 ] && grep -q 'performing request' "load.$$.log"; then sleep 0.1; continue; fi
      echo "Caddy refuses the new routes and goes on with the old ones:" >&2
      grep '^Error' "load.$$.log" >&2 || tail -n 3 "load.$$.log" >&2
      rm -f "load.$$.json"
      return 1
    }
    assembled | cmp -s - "load.$$.json" && { mv "load.$$.json" caddy.json; return; }
  done
}
supersede() { kill "$(cat "flips/$1" 2>/dev/null)" 2>/dev/null; }
`;

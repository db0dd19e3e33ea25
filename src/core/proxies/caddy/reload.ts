import { state } from "./state.ts";

/** While this file holds an address at which nobody listens, requests wait; with one that is none, or without the file, they go on. */
const hold = `${state}/hold`;

/**
 * The route before all others, in which requests wait for the end of a reload. A reload closes connections that are idle, and drops a
 * request that is just being sent on one, but it ends well whatever it has begun: so for that moment no request is to end.
 * Waiting is dialling again and again. It ends for good when Caddy stops the configuration that began it, or else with the file, and
 * after 5 s in any case; then `errors` passes the request on to the routes that follow. Its body is left alone: what is dialled is a
 * HEAD, which has none.
 */
export const waitingRoom = JSON.stringify({
  match: [{ file: { root: state, try_files: ["hold"] } }],
  handle: [
    {
      handler: "subroute",
      routes: [
        {
          handle: [
            {
              handler: "reverse_proxy",
              rewrite: { method: "HEAD" },
              upstreams: [{ dial: `{file.${hold}}` }],
              load_balancing: { try_duration: "5s", try_interval: "50ms" },
            },
          ],
        },
      ],
      errors: { routes: [{ handle: [{ handler: "vars" }] }] },
    },
  ],
});

/**
 * Shell that defines `alone`, which waits for other scripts that reload, at most 30 s for each: all who waited have to be answered before
 * the next one. From one that is dead or takes longer, only one of those who see it takes over, as `over.PID` is there only once: what is
 * removed could be the link of who was faster. Then `hold` has requests wait, and `release` ends both; who has a trap of its own for EXIT
 * calls it there. Should the script be killed, requests are released after 10 s all the same.
 */
export const holding = `
trap release EXIT
alone() {
  trap 'exit 143' TERM
  looks=0
  until ln -s "$$" reloading 2>/dev/null; do
    holder=$(readlink reloading)
    looks=$((looks + 1))
    if [ "$looks" -gt 300 ] || ! kill -0 "$holder" 2>/dev/null; then takeOver; fi
    sleep 0.1
  done
}
takeOver() {
  if [ -z "$holder" ]; then
    return
  elif ln -s "$$" "over.$holder" 2>/dev/null; then
    [ "$(readlink reloading)" != "$holder" ] || rm -f reloading
    rm -f "over.$holder"
    looks=0
  elif [ "$looks" -gt 600 ]; then
    rm -f "over.$holder"
  fi
}
hold() {
  kill "$watch" 2>/dev/null
  echo 127.0.0.1:1 >hold
  { sleep 10; rm -f hold; } >/dev/null 2>&1 </dev/null &
  watch=$!
  sleep 0.5
}
release() {
  if [ -n "$watch" ]; then
    kill "$watch" 2>/dev/null
    echo 127.0.0.1:1-2 >hold
    sleep 0.2
    rm -f hold
    watch=
  fi
  [ "$(readlink reloading)" != "$$" ] || rm -f reloading
}
`;

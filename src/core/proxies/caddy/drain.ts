/** Shell that defines `drain TARGET SECONDS`, which waits until Caddy counts no more requests to a target. */
export const drain = String.raw`
drain() {
  end=$(($(date +%s) + $2)) quiet=0
  while [ "$quiet" -lt 2 ] && [ "$(date +%s)" -lt "$end" ]; do
    sleep 0.1
    case $(wget -q -O - -T 2 http://127.0.0.1:2019/reverse_proxy/upstreams) in
    *"\"address\":\"$1\""* | "") quiet=0 ;;
    *) quiet=$((quiet + 1)) ;;
    esac
  done
}
`;

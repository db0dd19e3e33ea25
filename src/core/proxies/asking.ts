/**
 * `ask HOST PORT PATH TIMEOUT`, in seconds: prints the beginning of what the container answers, head and body, to one request like those
 * of a health check. Made for a proxy's own container, where it goes the way of the real ones: kamal-proxy's image (Ubuntu) has bash
 * and no HTTP client, Caddy's (Alpine) has the nc of BusyBox. Prints nothing where there is neither, or no answer.
 */
export const ask = String.raw`
host=$1 port=$2 path=$3 patience=$4
request() { printf 'GET %s HTTP/1.1\r\nHost: %s:%s\r\nUser-Agent: kamal-proxy\r\nConnection: close\r\n\r\n' "$path" "$host" "$port"; }
if command -v bash >/dev/null; then
  request | timeout "$patience" bash -c 'exec 3<>"/dev/tcp/$1/$2" && cat >&3 && exec head -c 4000 <&3' ask "$host" "$port"
elif command -v nc >/dev/null; then
  request | timeout "$patience" nc "$host" "$port" | head -c 4000
fi 2>/dev/null
`;

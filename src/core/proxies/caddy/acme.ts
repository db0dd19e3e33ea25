import type { Route } from "../engine.ts";

const rootInRoutes = "ROOT";

/**
 * Who signs the certificates of an app's hosts, where deploy.yml says so: a line `acme HOST ISSUER` for each, as Caddy wants no two
 * policies for one host, and `root PEM` on one line.
 */
export function acmeLines({ config, proxy }: Pick<Route, "config" | "proxy">): string[] {
  const { acme } = config.landfall;
  if (!acme || !proxy.ssl || proxy.certificate) return [];
  const { directory: ca, email, root } = acme;
  const issuer = JSON.stringify({
    module: "acme",
    ca,
    email,
    trusted_roots_pem_files: root === undefined ? undefined : [rootInRoutes],
  });
  const hosts = proxy.hosts.map((host) => `acme ${host.toLowerCase()} ${issuer}`);
  return [...(root === undefined ? [] : [`root ${root.replaceAll(/\r?\n/g, "\\n")}`]), ...hosts];
}

/** Keeps the root in a file under a name of its own: Caddy reads it when the routes change. */
export const keepRoot = String.raw`
root=$(printf '%s\n' "$routes" | sed -n 's/^root //p')
if [ -n "$root" ]; then
  kept=$PWD/certificates/$app/$(printf %s "$root" | md5sum | cut -c 1-32).pem
  mkdir -p "$(dirname "$kept")" && printf '%b\n' "$root" >"$kept" || exit 1
  routes=$(printf '%s\n' "$routes" | sed "/^root /d; /^acme /s|\[\"${rootInRoutes}\"\]|[\"$kept\"]|")
fi
`;

/** Shell that defines `policies`, which prints who signs the certificates of which host, as a list in JSON. */
export const policies = String.raw`
policies() {
  cat routes/* 2>/dev/null | grep '^acme ' | LC_ALL=C sort | awk '!seen[$2]++' |
    sed 's/^acme \([^ ]*\) \(.*\)$/{"subjects":["\1"],"issuers":[\2]}/; $!s/$/,/'
}
`;

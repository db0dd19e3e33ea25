import { buildCaddyImage } from "../lab/caddy/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";

export const proxyNames = ["kamal-proxy", "caddy"] as const;
export type ProxyName = (typeof proxyNames)[number];

/** What stands before the app on every server. */
export interface FrontProxy {
  readonly container: string;
  /** What deploy.yml says to have it. */
  readonly settings: object;
  /** Makes sure of its image; resolves to that's name. */
  image(): Promise<string>;
}

export const proxies: Readonly<Record<ProxyName, FrontProxy>> = {
  "kamal-proxy": { container: "kamal-proxy", settings: {}, image: () => buildKamalProxyImage() },
  caddy: {
    container: "landfall-caddy",
    settings: { "x-landfall": { proxy: { engine: "caddy" } } },
    image: () => buildCaddyImage(),
  },
};

import type { Settings } from "../e2e/project.ts";
import type { EngineName } from "./options.ts";

interface Engine {
  /** Builds the engine's image on this machine, if it is not there; resolves to its tag. */
  image(): Promise<string>;
  /** What deploy.yml says to choose it. */
  readonly settings: Settings;
}

export const engines: Readonly<Record<EngineName, Engine>> = {
  "kamal-proxy": {
    image: async () => (await import("../lab/kamal-proxy/image.ts")).buildKamalProxyImage(),
    settings: {},
  },
  caddy: {
    image: async () => (await import("../lab/caddy/image.ts")).buildCaddyImage(),
    settings: { "x-landfall": { proxy: { engine: "caddy" } } },
  },
};

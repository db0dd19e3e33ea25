import type { ProxyEngine } from "./engine.ts";
import { kamalProxy } from "./kamal-proxy.ts";

export const caddy: ProxyEngine = kamalProxy;

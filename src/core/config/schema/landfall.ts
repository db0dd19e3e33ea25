import { z } from "zod";
import { section, text } from "./value.ts";

export const landfall = section({
  proxy: section({
    engine: z
      .enum(["kamal-proxy", "caddy"], { error: "should be kamal-proxy or caddy" })
      .optional()
      .describe("The program that receives requests on the servers.")
      .meta({ default: "kamal-proxy" }),
    image: text
      .optional()
      .describe("The image of Caddy, 2.11.2 or newer; caddy:2.11.4 by default. That of kamal-proxy is set under `proxy.run`."),
  })
    .optional()
    .describe("The proxy on the servers."),
}).describe("Settings of Landfall alone; Kamal ignores them.");

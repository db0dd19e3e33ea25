import { z } from "zod";
import { section, text } from "./value.ts";

export const landfall = section({
  proxy: section({
    engine: z
      .enum(["kamal-proxy", "caddy"], { error: "should be kamal-proxy or caddy" })
      .optional()
      .describe("The program that receives requests on the servers (kamal-proxy)."),
    image: text.optional().describe("Its image, instead of the engine's own default."),
  })
    .optional()
    .describe("The proxy on the servers."),
}).describe("Settings of Landfall alone; Kamal ignores them.");

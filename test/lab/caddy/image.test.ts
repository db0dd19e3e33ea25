import { expect, it } from "vitest";
import { docker } from "../command.ts";
import { labelled } from "../label.ts";
import { buildCaddyImage } from "./image.ts";

it("runs Caddy with BusyBox around it, as the official image does", async () => {
  const image = await buildCaddyImage();
  const container = await docker(["run", "--detach", "--network", "none", ...labelled("caddy-image"), image]);
  const inside = (script: string) => docker(["exec", container, "sh", "-c", script]);
  try {
    expect(await inside("caddy version")).toMatch(/^v?2\.11\.4/);
    expect(await inside("echo $XDG_CONFIG_HOME $XDG_DATA_HOME && : >/data/caddy/probe && : >/config/caddy/probe")).toBe(
      "/config /data",
    );
    const config = "until wget -q -O - -T 2 http://127.0.0.1:2019/config/ 2>/dev/null; do sleep 0.1; done";
    expect(await inside(config)).toContain('"handler":"file_server"');
    await inside("caddy reload --config /etc/caddy/Caddyfile");
  } finally {
    await docker(["rm", "--force", "--volumes", container]);
  }
});

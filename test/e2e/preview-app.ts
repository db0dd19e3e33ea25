/** A database as far as previews care: it keeps what it is sent, and needs a moment until it listens. */
export const store = `
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Store(BaseHTTPRequestHandler):
    def do_POST(self):
        with open("/data/notes", "ab") as notes:
            notes.write(self.rfile.read(int(self.headers["Content-Length"])) + b"\\n")
        self.send_response(204)
        self.end_headers()

time.sleep(1)
ThreadingHTTPServer(("", 80), Store).serve_forever()
`;

/** Sends a word to the database that the app is told of. */
const seed = `python3 -c "import os, urllib.request as web; web.urlopen('http://' + os.environ['DB_HOST'], b'seeded')"`;

interface Place {
  /** Where production and previews run. */
  readonly hosts: readonly string[];
  readonly engine: "kamal-proxy" | "caddy";
  /** The image of the accessories. */
  readonly tool: string;
}

/** An app of two roles, with a volume, a database and a cache; its previews have both roles and a database each. */
export const settings = ({ hosts, engine, tool }: Place) => {
  const accessory = { image: tool, host: hosts[0], options: { init: true } };
  const preview = {
    ...{ host: "pr-{number}.example.com", servers: hosts.slice(0, 1), roles: ["web", "job"] },
    env: { clear: { DB_HOST: "{service}-db" }, secret: ["API_KEY:PREVIEW_API_KEY"] },
    accessories: { db: { env: { secret: ["API_KEY:PREVIEW_API_KEY"] }, seed } },
  };
  return {
    servers: { web: hosts, job: { hosts, cmd: "python3 app.py" } },
    proxy: { host: "shop.example.com", healthcheck: { path: "/up" } },
    volumes: ["storage:/storage"],
    readiness_delay: 1,
    accessories: {
      db: {
        ...{ ...accessory, cmd: "python3 /store.py", env: { secret: ["API_KEY"] } },
        ...{ files: ["store.py:/store.py:ro"], directories: ["data:/data"], volumes: ["spool:/spool"] },
      },
      cache: { ...accessory, cmd: "sleep 1000" },
    },
    "x-landfall": { proxy: { engine }, preview },
  };
};

/** A line of an inventory about what the app and its previews have in common: who is in their network, the proxy's table. */
export const isShared = (line: string): boolean => /\bnetwork |\/volumes\/(?:kamal-proxy|landfall-caddy)/.test(line);

/** A line about what belongs to a preview alone, by its name: the app may well have been made from a preview's image. */
export const isOfPreview = (line: string): boolean => /^(?:server-\d )?\w+ \S*\bpr-\d/.test(line) && !isShared(line);

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { cmd, createFaultyProject } from "./faulty-project.ts";
import { expectSuccess } from "./success.ts";
import { toldOf } from "./told-errors.ts";

const engines = [
  { engine: "kamal-proxy", image: buildKamalProxyImage },
  { engine: "caddy", image: buildCaddyImage },
] as const;

/** A role for each fault, and what has to be told of it. */
const faults: readonly Fault[] = [
  {
    role: "exit",
    it: "ends at once",
    what: "Its program ended with exit code 3, and did so again when Docker had started it again",
    remedy: "Its last lines may say why",
    known: [
      /^State: (restarting, exit code 3, started again|running, started again .* after exit code 3)/,
      /could not load the settings$/,
    ],
  },
  {
    role: "port",
    it: "listens on another port",
    what: "The app listens on port 3000, and the proxy asks port 80",
    remedy: "servers.port.proxy.app_port: 3000 in deploy.yml",
    known: [/^It listens on: 3000$/, /GET \/up on port 80: connection refused/],
  },
  {
    role: "loopback",
    it: "listens on the loopback address",
    what: "The app listens on 127.0.0.1:80 only, where nobody outside its container reaches it",
    remedy: "Have it listen on 0.0.0.0: many take it from HOST, HOSTNAME or BIND, which env.clear in deploy.yml can set",
    known: [/^It listens on: 127\.0\.0\.1:80$/],
  },
  {
    role: "error",
    it: "answers with an error",
    what: "The app answers /up with 500",
    remedy: "Its last lines may say why; only an answer from 200 to 299 counts as healthy",
    known: [/GET \/up on port 80: status 500/, /^It answers GET \/up with 500: We are sorry$/],
  },
  {
    role: "redirect",
    it: "redirects to HTTPS",
    what: "The app answers /up with a redirect to https://shop.example.com/up instead of with success",
    remedy:
      "Have it answer /up over plain HTTP: the proxy is what speaks HTTPS (Rails: config.assume_ssl = true; others: no redirect for /up)",
    known: [
      /GET \/up on port 80: redirected to .*shop\.example\.com/,
      /^It answers GET \/up with 301 to https:\/\/shop\.example\.com\/up: up$/,
    ],
  },
  {
    role: "blocked",
    it: "does not know the host that it is asked for",
    what: "The app answers only to hosts that it knows, and the proxy asks for its health by the container's id",
    remedy:
      'Have it answer /up for any host (Rails: config.host_authorization = { exclude: ->(request) { request.path == "/up" } }; Django: ALLOWED_HOSTS)',
    known: [/GET \/up on port 80: status 403/, /^It answers GET \/up with 403: Blocked hosts$/, /Blocked hosts: [0-9a-f]{12}/],
  },
  {
    role: "nowhere",
    it: "has nothing at the path",
    what: "The app has nothing at /up (404)",
    remedy: "Set servers.nowhere.proxy.healthcheck.path in deploy.yml to a path that answers 200",
    known: [/GET \/up on port 80: status 404/],
  },
  {
    role: "idle",
    it: "never listens",
    what: "The app listens on no port after 10 s",
    remedy: "If it only needs longer to start: deploy_timeout: 30 in deploy.yml. If it serves nothing: servers.idle.proxy: false",
    known: [/^It listens on no port$/, /GET \/up on port 80: connection refused/],
  },
  {
    role: "hang",
    it: "never answers",
    what: "The app takes longer than 1 s to answer /up",
    remedy: "Have that path do less, or raise servers.hang.proxy.healthcheck.timeout in deploy.yml",
    known: [/^It listens on: 80$/, /GET \/up on port 80: no answer in time/],
  },
  {
    role: "hang-up",
    it: "hangs up",
    what: "The app ends the connection without an answer to /up",
    remedy: "Its last lines may say why; or what is on port 80 speaks something other than HTTP",
    known: [/GET \/up on port 80: the connection ended without an answer/, /ConnectionError: hung up/],
  },
];

interface Fault {
  readonly role: string;
  readonly it: string;
  readonly what: string;
  readonly remedy: string;
  /** Lines of what is known of the container. */
  readonly known: readonly RegExp[];
}

/** One deploy, in which a role fails for every reason. */
describe.each(engines)("with $engine, an app that does not get healthy", ({ engine, image }) => {
  let lab: Lab;
  let before: string;
  let said: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: `diagnosis-${engine}`, servers: 2, registry: true }), image()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    const project = await createFaultyProject(lab, { settings: { "x-landfall": { proxy: { engine } } } });
    before = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    await project.commit({ "note.txt": "next" });
    await project.configure({ servers: rolesOn(lab), deploy_timeout: 10, boot: { parallel_roles: true } });
    const { exitCode, stderr } = await project.landfall("deploy");
    expect(exitCode).toBe(1);
    said = stderr;
  });

  afterAll(() => lab.down());

  it.each(faults)("because it $it is told so, with what was seen of it and what to do", ({ role, what, remedy, known }) => {
    const { lines } = toldOf(role, said);
    expect(lines.filter((line) => line.startsWith("Likely cause: "))).toEqual([`Likely cause: ${what}`]);
    expect(lines).toContain(`What to do: ${remedy}`);
    for (const pattern of known) expect(lines).toContainEqual(expect.stringMatching(pattern));
  });

  it("has all the time of deploy_timeout to begin to listen", () => {
    expect(said).toMatch(/✓ .*Send late traffic to/);
  });

  it("leaves the old version serving on every server, which is said", async () => {
    expect(said).toContain(`(web) ${before} still serves`);
    expect(await Promise.all(lab.servers.map(({ url }) => answerOf(url)))).toEqual([before, before]);
    for (const server of lab.servers)
      expect(await server.exec("docker ps --format '{{.Names}}' --filter label=service=sample")).toBe(`sample-web-${before}`);
  });
});

/** The primary role is in order, as nothing else would boot. */
function rolesOn({ servers }: Lab): object {
  const hosts = servers.map(({ address }) => address);
  const late = { role: "late", fault: "none 3" };
  const roles = [late, ...faults.map(({ role }) => ({ role, fault: role }))].map(({ role, fault }, index) => {
    const timeout = fault === "hang" ? 1 : 5;
    const proxy = { host: `${role}.example.com`, healthcheck: { path: "/up", timeout } };
    return [role, { hosts: [hosts[index % hosts.length]], cmd: cmd(fault), proxy }];
  });
  return { web: { hosts }, ...Object.fromEntries(roles) };
}

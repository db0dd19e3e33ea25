import { KAMAL_PROXY_IMAGE } from "../../lab/kamal-proxy/image.ts";
import { called } from "../deployer.ts";
import { type Fault, nothing, type Scene } from "../fault.ts";

const here = { where: "server", downs: "the server" } as const;

export const proxyFaults: readonly Fault[] = [
  {
    ...here,
    name: "proxy-gone",
    means: "somebody removes a server's proxy",
    needsDeploy: true,
    mayMix: true,
    cause: ({ ground, station }) => station.server.exec(`docker rm --force ${ground.proxy.container}`),
    heal: nothing,
  },
  {
    ...here,
    name: "proxy-stopped",
    means: "somebody stops a server's proxy",
    needsDeploy: true,
    mayMix: true,
    cause: ({ ground, station }) => station.server.exec(`docker stop ${ground.proxy.container}`),
    heal: nothing,
  },
  {
    ...here,
    name: "proxy-old",
    proxy: "kamal-proxy",
    means: "a server's proxy is of an old version, until it is rebooted as the run advises",
    comes: "at the start",
    journeys: ["deploy", "failing-deploy", "rollback", "setup"],
    mustFail: true,
    cause: ({ station }) => station.server.exec(replacedBy("basecamp/kamal-proxy:v0.8.0")),
    heal: rebootProxy,
  },
];

/** The same program under an older name. */
const replacedBy = (image: string): string => `docker tag ${KAMAL_PROXY_IMAGE} ${image}
docker rm --force kamal-proxy
docker run --detach --name kamal-proxy --network kamal --publish 80:80 --volume kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy ${image} kamal-proxy run`;

async function rebootProxy({ ground, station }: Scene): Promise<void> {
  const { exitCode, output } = await called(ground, ["proxy", "reboot", "-y", "--hosts", station.wire.host]);
  if (exitCode !== 0) throw new Error(`The proxy could not be rebooted:\n${output}`);
}

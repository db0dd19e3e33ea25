import * as accessory from "../../commands/accessory.ts";
import { audit } from "../../commands/audit.ts";
import { diagnoseBeside } from "../../commands/diagnosis.ts";
import { accessorySuspect } from "../../commands/suspect.ts";
import { type AccessoryPlacement, accessoryPlacements } from "../../config/accessory.ts";
import { hostsInScope } from "../../config/placement.ts";
import { network as kamalNetwork } from "../../host/names.ts";
import { engineOf } from "../../proxies/engine.ts";
import { capture, lines, type Shell, sh } from "../../shell/sh.ts";
import type { Plan, RemoteStep, StepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf, onHost } from "../step.ts";
import { bootable } from "./choice.ts";
import { uploads } from "./files.ts";
import { preparing } from "./preparation.ts";
import { removingContainer } from "./removal.ts";
import { pulling, stopping } from "./running.ts";
import { type AccessoryDeed, inTurn, spoken, stepOf } from "./turns.ts";

/** Boot an accessory, or every one for `all`, where it has no container yet. */
export const planAccessoryBoot =
  (name: string): ((release: Release) => Plan) =>
  (release) => {
    const places = accessoryPlacements(release.config, bootable(release.config, name));
    const boots = places.map((place) => stepOf(release, place, booting("answer")));
    return { title: `Boot ${spoken(name)}`, steps: inTurn([...preparing(release, places), ...boots]) };
  };

/** Boot every one in the midst of a setup; where one is behind the proxy, the proxy before. */
export function bootingAll(release: Release, opening: readonly StepId[]): RemoteStep[] {
  const { config } = release;
  const places = accessoryPlacements(config, bootable(config, "all"));
  const engine = engineOf(config);
  const proxied = new Set(places.filter((place) => place.accessory.proxy).map(({ host }) => host));
  const proxies = [...proxied].map((host) =>
    onHost(host, "proxy", "prepare", `Boot ${engine.container}`, engine.boot(config, host)),
  );
  const boots = places.map((place) => stepOf(release, place, booting("prepare")));
  return inTurn([...preparing(release, places), ...proxies, ...boots], opening);
}

/** Replace the container of an accessory, or of every one for `all`, by a new one. */
export const planAccessoryReboot =
  (name: string): ((release: Release) => Plan) =>
  (release) => ({ title: `Reboot ${spoken(name)}`, steps: inTurn(rebooting(release, name)) });

/** The same, for containers that Kamal 1 made outside its network; one host after the other if rolling. */
export const planAccessoryUpgrade =
  (name: string, { rolling }: { readonly rolling: boolean }): ((release: Release) => Plan) =>
  (release) => {
    const all = rebooting(release, name);
    const groups = rolling ? hostsInScope(release.config).map((host) => all.filter((step) => step.host === host)) : [all];
    const steps: RemoteStep[] = [];
    for (const group of groups) steps.push(...inTurn(group, idsOf(steps.slice(-1))));
    return { title: `Upgrade ${spoken(name)}`, steps };
  };

function rebooting(release: Release, name: string): RemoteStep[] {
  const places = accessoryPlacements(release.config, bootable(release.config, name));
  const deeds = [pulling, stopping, removingContainer, booting("act")];
  return [...preparing(release, places), ...places.flatMap((place) => deeds.map((deed) => stepOf(release, place, deed)))];
}

/** Like Kamal, it leaves a container that is there alone, but for one that never ran: that is left of a boot that failed. */
const booting = (stage: "prepare" | "act" | "answer"): AccessoryDeed => ({
  ...{ name: "boot", stage, title: (name) => `Boot ${name} where it has no container` },
  run: (release, place) => {
    const { performer, secrets } = release;
    const { name, service } = place.accessory;
    return lines(
      accessory.removeUnstarted(place),
      sh`there=${capture(accessory.containerIds(place))}`,
      sh`[ -z "$there" ] || { ${left(place)}; exit 0; }`,
      ...obstacles(place),
      ...accessory.makeDirectories(place),
      ...uploads(release, place),
      ...accessory.uploadCertificate(place, secrets),
      audit(place.config, performer, `Booted ${name} accessory`),
      accessory.writeEnvFile(place, secrets),
      running(place),
      routing(place, accessory.flip(place, release)),
      sh`echo ${`Booted ${service}`}`,
    );
  },
});

/** A preview that slept has to wake up. */
const left = ({ config, accessory: { service } }: AccessoryPlacement): Shell =>
  config.preview ? sh`docker container start ${service}` : sh`echo ${`Skipped: the container ${service} exists already`}`;

/** What would make the boot fail later, in words of Docker's that explain less. */
function obstacles({ config, accessory: { network, proxy } }: AccessoryPlacement): Shell[] {
  const { container } = engineOf(config);
  const noNetwork = `There is no network ${network} here. "docker network create ${network}" on the server makes it`;
  const noProxy = `${container} does not run here, which is to send it its traffic. "landfall proxy boot" starts it`;
  const isRunning = sh`[ -n ${capture(sh`docker container ls --quiet --filter ${`name=^${container}$`}`)} ]`;
  return [
    ...(network !== kamalNetwork && /^[\w.-]+$/.test(network)
      ? [sh`docker network inspect ${network} >/dev/null 2>&1 || { echo ${noNetwork}; exit 1; }`]
      : []),
    ...(proxy ? [sh`${isRunning} || { echo ${noProxy}; exit 1; }`] : []),
  ];
}

/** What could be made but not started must not stand in the way of the next boot. The line break ends what `cmd` may leave open, a comment. */
const running = (place: AccessoryPlacement): Shell => sh`said=$({ ${accessory.run(place)}
} 2>&1) || {
echo "$said"
${diagnoseBeside(accessorySuspect(place))}
${accessory.removeUnstarted(place)}
exit 1
}`;

/** The next boot would leave a container alone that takes no traffic, so it goes, once it has been asked why the proxy refused it. */
function routing(place: AccessoryPlacement, flip: Shell | undefined): Shell | undefined {
  const { service } = place.accessory;
  return (
    flip &&
    sh`complaint=$({ ${flip}
} 2>&1) || {
echo "$complaint"
${diagnoseBeside(accessorySuspect(place))}
docker container stop ${service} >/dev/null
${accessory.removeStopped(place)} >/dev/null
exit 1
}`
  );
}

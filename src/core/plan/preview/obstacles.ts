import type { Config } from "../../config/config.ts";
import { appOf } from "../../config/preview/preview.ts";
import { namesIn } from "../../config/preview/template.ts";
import type { Container, FactsByHost } from "../../host/facts.ts";
import { previewMark } from "../../host/names.ts";
import { isOfApp, type LivePreview, previewsOn } from "../../host/previews.ts";
import { typedCommand } from "../../report/typed-command.ts";
import { noPlaceWords } from "./place.ts";

/** What stands in the way of a preview's deploy, and of the app's where another app has a preview of its name; one sentence each. */
export function previewObstacles(config: Config, facts: FactsByHost): string[] {
  if (!config.preview) return namesakes(config, facts);
  const all = previewsOn(appOf(config), facts);
  return [...namesakes(config, facts), ...unknownAddress(config), ...noPlace(config, all)];
}

/** Where another app has the name of this preview, or its names begin with that: by its name it would be taken for ours. */
export function namesakes(config: Config, facts: FactsByHost): string[] {
  const { service } = config;
  const mark = config.preview ? previewMark(config) : "";
  const isOfName = (name: string): boolean =>
    name === service || (config.preview !== undefined && name.startsWith(`${service}-`));
  return [...facts.values()].flatMap(({ host, containers }) => {
    const found = containers.find(
      (each) => isOfName(each.service) && each.preview !== undefined && (each.preview !== mark || isTwin(config, each)),
    );
    if (!found) return [];
    const advice = config.preview ? adviceAbout(found, mark) : 'give one of them another "service"';
    return [`${host}: ${found.name} there belongs to another app, whose names are those of ${service}: ${advice}`];
  });
}

/** It has the very name and mark of the preview, and comes of another repository or destination. */
const isTwin = (config: Config, container: Container): boolean =>
  config.preview !== undefined && container.service === config.service && !isOfApp(config, container);

const adviceAbout = ({ preview, image }: Container, mark: string): string =>
  preview === mark
    ? `its image is ${image}. Give one of them another "service"; if deploy.yml named that image before, remove the preview with that deploy.yml`
    : "remove that one first, or name another server for previews in x-landfall/preview/servers";

function unknownAddress({ roles }: Config): string[] {
  const open = roles.flatMap(({ proxy }) => proxy?.hosts ?? []).filter((host) => namesIn(host).length > 0);
  return open.length === 0 ? [] : [`The address ${open.join(", ")} takes the branch to be known: name it with --branch`];
}

/** Nobody's preview is taken away for another one's sake. One that has its place keeps it. */
function noPlace({ landfall, preview, destination }: Config, all: readonly LivePreview[]): string[] {
  const most = landfall.preview?.most;
  const placed = all.filter(({ state }) => state !== "incomplete");
  const others = placed.filter(({ number }) => number !== preview?.number);
  const hasPlace = others.length < placed.length;
  if (most === undefined || hasPlace || others.length < most) return [];
  const list = others.map(({ number }) => `#${number}`).join(", ");
  const remove = typedCommand(`preview remove ${others.at(-1)?.number}`, { destination });
  return [`${noPlaceWords(most)} ${list}. "${remove}" takes away the one that was deployed longest ago`];
}

import type { Config } from "../../config/config.ts";
import { namesIn } from "../../config/preview/template.ts";
import type { FactsByHost } from "../../host/facts.ts";
import { type LivePreview, previewsOn } from "../../host/previews.ts";
import { counted } from "../../report/counting.ts";

/** What stands in the way of a preview's deploy, one sentence each; nothing of the app's own. */
export function previewObstacles(config: Config, facts: FactsByHost): string[] {
  const { preview } = config;
  if (!preview) return [];
  const others = previewsOn({ ...config, service: preview.of }, facts).filter(({ number }) => number !== preview.number);
  return [...unknownAddress(config), ...noRoom(config, others)];
}

function unknownAddress({ roles }: Config): string[] {
  const open = roles.flatMap(({ proxy }) => proxy?.hosts ?? []).filter((host) => namesIn(host).length > 0);
  return open.length === 0 ? [] : [`The address ${open.join(", ")} takes the branch to be known: name it with --branch`];
}

/** Nobody's preview is taken away for another one's sake. */
function noRoom({ landfall }: Config, others: readonly LivePreview[]): string[] {
  const most = landfall.preview?.most;
  if (most === undefined || others.length < most) return [];
  const list = others.map(({ number }) => `#${number}`).join(", ");
  return [
    `x-landfall/preview/max allows ${counted(most, "preview")} at once, and there are these: ${list}. "landfall preview remove ${others.at(-1)?.number}" takes away the one that was deployed longest ago`,
  ];
}

import type { Accessory } from "../accessory.ts";
import type { Env } from "../config.ts";
import { openPart } from "../preview/env.ts";
import { leadTo } from "../preview/leads.ts";
import type { PreviewSettings } from "../preview/settings.ts";
import type { Layout } from "../resolve/layout.ts";
import type { RawConfig } from "../schema/root.ts";
import type { Path } from "../yaml/tree.ts";
import type { Finding } from "./findings.ts";

const root: Path = ["x-landfall", "preview"];

/** How previews would reach, or be given, what is the app's own, though nobody said that they may. */
export function checkPreviewEnv(raw: RawConfig, preview: PreviewSettings, layout: Layout): readonly Finding[] {
  const { accessories: said = {} } = raw["x-landfall"]?.preview ?? {};
  const roles = layout.roles.filter(({ name }) => preview.roles.includes(name));
  const variables = roles
    .flatMap(({ env }) => Object.entries(openPart(env).clear))
    .filter(([name]) => !names(preview.env).has(name));
  return layout.accessories.flatMap((accessory) => {
    const { name } = accessory;
    const leads = variables.flatMap(([variable, value = ""]) => {
      const lead = leadTo(value, accessory);
      return lead === undefined ? [] : [{ variable, lead }];
    });
    const own = preview.own.find((each) => each.name === name);
    if (own)
      return [
        ...leads.filter(({ lead }) => lead === "by address").map((each) => strayed(name, each)),
        ...secretsOf(accessory, own),
      ];
    const [first] = leads;
    return first && said[name] === undefined ? [unsaid(name, first)] : [];
  });
}

const names = ({ clear, secrets }: Env): ReadonlySet<string> =>
  new Set([...Object.keys(clear), ...secrets.map(({ name }) => name)]);

interface Lead {
  readonly variable: string;
}

const strayed = (name: string, { variable }: Lead): Finding => ({
  path: [...root, "accessories", name],
  message: `${variable} would lead previews to the app's own ${name}, though each has one of its own`,
  hint: `Under \`preview.env.clear\`, \`${variable}: "{service}-${name}"\` leads to the preview's own.`,
});

const unsaid = (name: string, { variable }: Lead): Finding => ({
  path: root,
  message: `${variable} would lead previews to the app's own ${name}: it has to be said whether they may use it`,
  hint: `\`accessories: {${name}: own}\` gives each preview one of its own, \`accessories: {${name}: shared}\` lets all use the app's.`,
});

/** A password of the app's is given to a preview only by its name. */
function secretsOf({ name, env }: Accessory, own: Pick<PreviewSettings["own"][number], "env">): Finding[] {
  const missing = env.secrets.map((each) => each.name).filter((secret) => !names(own.env).has(secret));
  if (missing.length === 0) return [];
  const example = missing.map((secret) => `${secret}:PREVIEW_${secret}`).join(", ");
  return [
    {
      path: [...root, "accessories", name],
      message: `needs env: the app's secrets are not for previews (${missing.join(", ")})`,
      hint: `\`${name}: {env: {secret: [${example}]}}\` gives it others.`,
    },
  ];
}

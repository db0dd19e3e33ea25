import { isPreviewName } from "../preview/name.ts";
import type { PreviewSettings } from "../preview/settings.ts";
import { namesIn } from "../preview/template.ts";
import type { Layout } from "../resolve/layout.ts";
import { resolvePreview } from "../resolve/preview.ts";
import type { RawConfig } from "../schema/root.ts";
import type { Path } from "../yaml/tree.ts";
import type { Finding } from "./findings.ts";
import { checkPreviewEnv } from "./preview-env.ts";

/** What is said of previews that cannot be meant, and names of the app's own that theirs would clash with. */
export function checkPreview(raw: RawConfig, layout: Layout, destination: string | undefined): readonly Finding[] {
  const preview = resolvePreview(raw);
  if (!preview) return [];
  return [
    ...unknownRoles(preview, layout),
    ...unknownAccessories(preview, layout),
    ...addresses(preview, layout),
    ...severalServers(preview),
    ...ownCertificate(raw, layout),
    ...passwordFor(raw, preview),
    ...checkPreviewEnv(raw, preview, layout),
    ...clashes(raw, layout, destination),
  ];
}

const at = (...path: readonly string[]): Path => ["x-landfall", "preview", ...path];

function unknownRoles({ roles }: PreviewSettings, layout: Layout): Finding[] {
  const known = layout.roles.map(({ name }) => name);
  const unknown = roles.filter((name) => !known.includes(name));
  if (unknown.length === 0) return [];
  return [
    {
      path: at("roles"),
      message: `unknown roles ${unknown.join(", ")}`,
      hint: `Roles in this file: ${known.join(", ") || "none"}.`,
    },
  ];
}

function unknownAccessories({ own }: PreviewSettings, { accessories }: Layout): Finding[] {
  const known = accessories.map(({ name }) => name);
  return own.flatMap(({ name }) =>
    known.includes(name)
      ? []
      : [
          {
            path: at("accessories", name),
            message: `there is no accessory ${name}`,
            hint: `Accessories in this file: ${known.join(", ") || "none"}.`,
          },
        ],
  );
}

/** Every role that takes traffic needs an address of its own. */
function addresses({ host, roles }: PreviewSettings, layout: Layout): Finding[] {
  const proxied = layout.roles.filter(({ name, proxy }) => proxy && roles.includes(name)).map(({ name }) => name);
  const message = "needs {role}: these roles take traffic, each at its own address:";
  if (proxied.length > 1 && !namesIn(host).includes("role"))
    return [{ path: at("host"), message: `${message} ${proxied.join(", ")}` }];
  if (proxied.length > 0 || roles.length === 0) return [];
  return [{ path: at("host"), message: `would lead nowhere: no role of a preview takes traffic (${roles.join(", ")})` }];
}

function severalServers({ servers, ssl, certificate, own }: PreviewSettings): Finding[] {
  if (servers.length < 2) return [];
  const certificates = "SSL is only supported on a single server, as each would ask for the same certificate";
  const alone = "each preview runs on all of its servers, which cannot share accessories of its own";
  return [
    ...(ssl && !certificate
      ? [
          {
            path: at("servers"),
            message: certificates,
            hint: "Name one server, give ssl one certificate for all previews, or set `ssl: false` behind a load balancer.",
          },
        ]
      : []),
    ...(own.length > 0 ? [{ path: at("servers"), message: alone, hint: "Name one server." }] : []),
  ];
}

/** The app's own certificate is for the app's own name. */
function ownCertificate(raw: RawConfig, { roles }: Layout): Finding[] {
  const { preview } = raw["x-landfall"] ?? {};
  const certified = roles.some(({ name, proxy }) => proxy?.certificate && (preview?.roles ?? [roles[0]?.name]).includes(name));
  if (!certified || preview?.ssl !== undefined) return [];
  return [
    {
      path: at(),
      message: "needs ssl: the app brings a certificate of its own, which is not for the addresses of previews",
      hint: "`ssl: true` gets one for each preview, a map names the secrets with one for all of them, `ssl: false` serves them over HTTP.",
    },
  ];
}

/** To leave it out silently would show a preview to everybody. */
function passwordFor({ "x-landfall": landfall }: RawConfig, { auth }: PreviewSettings): Finding[] {
  if (!auth || landfall?.proxy?.engine === "caddy") return [];
  return [
    {
      path: at("auth"),
      message: "takes the caddy engine: kamal-proxy asks nobody for a password",
      hint: "Write `x-landfall: {proxy: {engine: caddy}}` on a server that has no kamal-proxy, or let the app ask.",
    },
  ];
}

function clashes({ service }: RawConfig, { roles, accessories }: Layout, destination: string | undefined): Finding[] {
  const message = "clashes with the names of previews: give it one without pr- and a number in it";
  const isTaken = (name: string): boolean => name.startsWith(`${service}-`) && isPreviewName(name.slice(service.length + 1));
  return [
    ...roles.filter(({ name }) => isPreviewName(name)).map(({ name }) => ({ path: ["servers", name], message })),
    ...accessories.filter((each) => isTaken(each.service)).map(({ name }) => ({ path: ["accessories", name], message })),
    ...(destination !== undefined && isPreviewName(destination)
      ? [{ path: at(), message: `the destination ${destination} ${message}` }]
      : []),
  ];
}

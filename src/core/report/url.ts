import type { PreviewSettings } from "../config/preview/settings.ts";
import type { LivePreview } from "../host/previews.ts";
import type { Report } from "./report.ts";

/** Where the app answers, if deploy.yml names a host for it. */
export function urlOf({ config }: Pick<Report, "config">): string | undefined {
  const proxy = config.roles.find(({ name }) => name === config.primaryRole)?.proxy;
  const [host] = proxy?.hosts ?? [];
  return host === undefined ? undefined : `${proxy?.ssl ? "https" : "http"}://${host}${proxy?.pathPrefixes[0] ?? ""}`;
}

/** The same for a preview, as its server knows it. */
export const previewUrl = (
  { address }: Pick<LivePreview, "address">,
  { ssl, path }: Pick<PreviewSettings, "ssl" | "path">,
): string | undefined => (address === undefined ? undefined : `${ssl ? "https" : "http"}://${address}${path}`);

import type { Config } from "../config.ts";

declare const brand: unique symbol;
type Branded<Kind, Name extends string> = Kind & { readonly [brand]: Name };

/** The number of a pull request. */
export type PreviewNumber = Branded<number, "PreviewNumber">;
/** What a branch is called in addresses and variables. Its real name was chosen by somebody, maybe to be read by a shell. */
export type BranchSlug = Branded<string, "BranchSlug">;

export const isPreviewNumber = (number: number): number is PreviewNumber => Number.isSafeInteger(number) && number > 0;

const isBranchSlug = (text: string): text is BranchSlug => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(text);

/** A label of a host name has room for 63 characters, the number among them. */
const longest = 40;

/** Small letters without accents, digits and single hyphens; a name in other scripts has none of its own. */
export function branchSlug(branch: string): BranchSlug | undefined {
  const slug = branch
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, longest)
    .replace(/-$/, "");
  return [slug, "branch"].find(isBranchSlug);
}

/** Whose previews are meant: two destinations of a service are two apps. */
export type App = Pick<Config, "service" | "destination">;

/**
 * The service that a preview is deployed as. Volumes and accessories have no destination in their names, so that the service has: two
 * destinations may have previews on one server.
 */
export const previewService = (app: App, number: PreviewNumber): string => `${beginning(app)}${number}`;

/** What the services of all its previews begin with; a number follows. */
export const beginning = ({ service, destination }: App): string =>
  destination === undefined ? `${service}-pr-` : `${service}-${destination}-pr-`;

/** Whose preview a service is, if it is one of this app's. */
export function numberOfPreview(app: App, name: string): PreviewNumber | undefined {
  const start = beginning(app);
  const [digits] = name.startsWith(start) ? (/^[1-9]\d*$/.exec(name.slice(start.length)) ?? []) : [];
  const number = Number(digits);
  return isPreviewNumber(number) ? number : undefined;
}

/** The first word of the tags of all previews. */
export const previewTagWord = "landfall";

/** What the tags of the versions of previews begin with, whatever their number and destination. */
export const previewTagStart = new RegExp(`^${previewTagWord}-(?:.+-)?pr-\\d+-`);

/** A name of the app's own beneath which previews would have theirs: as a role, a destination or behind the service's name. */
export const isPreviewName = (name: string): boolean => /(?:^|-)pr-\d+(?:-|$)/.test(name);

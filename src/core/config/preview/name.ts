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

/** Small letters, digits and single hyphens; undefined where the name has none of them. */
export function branchSlug(branch: string): BranchSlug | undefined {
  const slug = branch
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, longest)
    .replace(/-$/, "");
  return isBranchSlug(slug) ? slug : undefined;
}

/** The service that a preview is deployed as. */
export const previewService = (service: string, number: PreviewNumber): string => `${service}-pr-${number}`;

/** Whose preview a service is, if it is one of this app's. */
export function numberOfPreview({ service }: Pick<Config, "service">, name: string): PreviewNumber | undefined {
  const [, digits] = name.startsWith(service) ? (/^-pr-([1-9]\d*)$/.exec(name.slice(service.length)) ?? []) : [];
  const number = Number(digits);
  return isPreviewNumber(number) ? number : undefined;
}

/** A name of the app's own beneath which previews would have theirs: as a role, a destination or behind the service's name. */
export const isPreviewName = (name: string): boolean => /^(?:landfall-)?pr-\d+(?:-|$)/.test(name);

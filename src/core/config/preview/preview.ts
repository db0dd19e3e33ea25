import type { Config } from "../config.ts";
import { type BranchSlug, type PreviewNumber, previewService } from "./name.ts";
import type { PreviewAuth } from "./settings.ts";

/** Whose copy of the app a config is. */
export interface Preview {
  readonly number: PreviewNumber;
  /** The service that it is a preview of. */
  readonly of: string;
  /** The commit at the end of its branch, if that is known: what is built may be a merge that nobody has seen. */
  readonly sha?: string | undefined;
}

/** A config that can touch nothing but one preview: what removes or stops whole services takes no other. */
export type PreviewConfig = Config & { readonly preview: Preview };

/** Which preview is meant. */
export interface PreviewRequest {
  readonly number: PreviewNumber;
  /** Undefined where nobody said it: then an address that needs it is not known. */
  readonly branch?: BranchSlug | undefined;
  /** The commit at the end of its branch, which need not be the one that is built. */
  readonly sha?: string | undefined;
}

export const isPreviewConfig = (config: Config): config is PreviewConfig =>
  config.preview !== undefined && config.service === previewService(appOf(config), config.preview.number);

/** The app that a config is of, or is a preview of. */
export const appOf = <Of extends Pick<Config, "service" | "preview">>(config: Of): Of =>
  config.preview ? { ...config, service: config.preview.of } : config;

/** What visitors have to give before they see anything: of previews alone. */
export const authOf = ({ preview, landfall }: Pick<Config, "preview" | "landfall">): PreviewAuth | undefined =>
  preview && landfall.preview?.auth;

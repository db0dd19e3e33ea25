declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A server as deploy.yml names it: a host name or an address. */
export type Host = Branded<"Host">;
/** What an image tag and a container name end in; a git commit unless the user says otherwise. */
export type Version = Branded<"Version">;

export const hostName = /^[A-Za-z0-9_.:[\]%-]+$/;
/** No spaces, no quotes, no `user@`: a name or an address and nothing else. */
export const isHost = (text: string): text is Host => hostName.test(text);

/** Docker's rule for tags, which a version becomes: https://pkg.go.dev/github.com/distribution/reference (tag grammar). */
export const isVersion = (text: string): text is Version => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text);

/** The same in words. */
export const versionRule = "letters, digits, dots, dashes and underscores only, at most 128 of them";

/** A tag that moves on from one version to the next, each destination's its own: no version is named after it. */
export const isMovingTag = (tag: string): boolean => /^latest(-|$)/.test(tag);

/** A version as people say it: the first seven characters of a commit, and other names as they are. */
export const abbreviated = (version: Version): string => (/^[0-9a-f]{40,64}$/.test(version) ? version.slice(0, 7) : version);

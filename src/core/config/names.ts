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

/** A version as people say it: seven characters, unless it is one that Kamal made up and marked with an underscore. */
export const abbreviated = (version: Version): string => (version.includes("_") ? version : version.slice(0, 7));

/** Where in Caddy's container its state is kept: on a volume, which outlives it. */
export const state = "/config/landfall";

/** Where in the container an app's target is kept; `forwarding` has Caddy read it at every request. */
export const targetFile = (app: string): string => `${state}/targets/${app}`;

/** Where the page of an app out of service is kept, in a file of the app's name; there is none while it is in service. */
export const stoppedDirectory = `${state}/stopped`;

/** Where the directory of an app's error pages is kept. */
export const pagesFile = (app: string): string => `${state}/pages/${app}`;

export const makeState = `mkdir -p ${state}/routes ${state}/targets ${state}/flips ${state}/pages ${state}/stopped ${state}/certificates`;
export const enterState = `cd ${state} || exit 1`;

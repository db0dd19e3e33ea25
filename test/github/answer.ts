/** One answer of GitHub's REST API. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const found = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });

/** Every error has a message and a page of the documentation, and since 2024 its status once more. */
export const refusal = (status: number, message: string, more: Readonly<Record<string, unknown>> = {}): Answer => ({
  status,
  body: { message, ...more, documentation_url: "https://docs.github.com/rest", status: String(status) },
});

export const notFound: Answer = refusal(404, "Not Found");
/** docs.github.com/rest/authentication/authenticating-to-the-rest-api */
export const badCredentials: Answer = refusal(401, "Bad credentials");

/** docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api, "Resource not accessible" */
export const notAccessible = (permission: string): Answer => ({
  ...refusal(403, "Resource not accessible by integration"),
  headers: { "x-accepted-github-permissions": permission },
});

/** The same page, "Validation Failed". */
export const invalid = (resource: string, field: string, message: string): Answer =>
  refusal(422, "Validation Failed", { errors: [{ resource, code: "custom", field, message }] });

/** The same page, "Invalid request": a field of the wrong kind, or one that is missing. */
export const wrongRequest = (complaint: string): Answer => refusal(422, `Invalid request.\n\n${complaint}`);

/** docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api @param reset seconds since 1970 */
export const rateLimited = (reset: number): Answer => ({
  ...refusal(403, "API rate limit exceeded for installation ID 123"),
  headers: { "x-ratelimit-limit": "1000", "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) },
});

/** The same page, "About secondary rate limits". @param retryAfter seconds; undefined: it does not say */
export const slowDown = (retryAfter?: number): Answer => ({
  ...refusal(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."),
  headers: {
    "x-ratelimit-remaining": "990",
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
  },
});

/** What its front door answers when something behind it is broken, or took more than 10 s. */
export const brokenGateway: Answer = { status: 502, body: "<html><title>502 Bad Gateway</title></html>" };

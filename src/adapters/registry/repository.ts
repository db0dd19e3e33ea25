import type { Login } from "../../core/commands/registry.ts";
import type { ImageReference } from "../../core/config/image-reference.ts";
import { isWithoutTls } from "../../core/report/http-obstacle.ts";
import { authorization } from "./authorization.ts";
import { originsOf } from "./place.ts";
import { type Asking, fetchAgain } from "./repeated-request.ts";

/** What does no harm if it is done twice. */
export interface RepositoryRequest {
  readonly method: "HEAD" | "GET" | "PUT" | "DELETE";
  /** Beneath the repository, as in `manifests/latest`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Asks a registry about one of its repositories. @throws as fetch does, and where it does not say where to log in */
export type AskRepository = (request: RepositoryRequest) => Promise<Response>;

/**
 * A repository as somebody sees it: https://distribution.github.io/distribution/spec/api/. The password is only shown to a registry
 * that asks for it, and for each kind of request it says anew what it wants.
 * @param login of the image's registry; undefined: it is asked as whoever comes along
 */
export function openRepository(image: ImageReference, login: Login | undefined, asking: Asking): AskRepository {
  const known = new Map<RepositoryRequest["method"], string>();
  let place: string | undefined;

  return async (request) => {
    const response = await (place === undefined ? sendFirst(request) : sendTo(place, request));
    const header = response.headers.get("www-authenticate");
    if (response.status !== 401 || header === null || place === undefined) return response;
    const found = await authorization({ header, origin: place, method: request.method }, image, login, asking);
    if (found === undefined) return response;
    known.set(kindOf(request), found);
    return sendTo(place, request);
  };

  /** So that it is known which of its origins the registry answers at. */
  async function sendFirst(request: RepositoryRequest): Promise<Response> {
    const [origin = "", plain] = originsOf(image);
    try {
      const response = await sendTo(origin, request);
      place = origin;
      return response;
    } catch (error) {
      if (plain === undefined || !isWithoutTls(error)) throw error;
      place = plain;
      return sendTo(plain, request);
    }
  }

  function sendTo(origin: string, request: RepositoryRequest): Promise<Response> {
    const { method, path, headers, body } = request;
    const shown = known.get(kindOf(request));
    const content = body === undefined ? {} : { body: new Uint8Array(body) };
    const all = { ...headers, ...(shown !== undefined && { authorization: shown }) };
    return fetchAgain(`${origin}/v2/${image.path}/${path}`, { method, headers: all, ...content }, asking);
  }
}

/** What reads once may read again. */
const kindOf = ({ method }: RepositoryRequest): RepositoryRequest["method"] => (method === "HEAD" ? "GET" : method);

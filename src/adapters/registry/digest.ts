import { createHash } from "node:crypto";
import type { Login } from "../../core/commands/registry.ts";
import { type Digest, type ImageReference, isDigest, namedImage, repositoryOf } from "../../core/config/image-reference.ts";
import { httpObstacle, isWithoutTls } from "../../core/report/http-obstacle.ts";
import { Refusal } from "../../core/report/refusal.ts";
import { wholeBody } from "../whole-body.ts";
import { authorization } from "./authorization.ts";
import { originsOf } from "./place.ts";
import { type Asking, fetchAgain } from "./repeated-request.ts";

/** What a registry is given for all of its answers, in milliseconds. */
const patience = 15_000;

/** Of an image for several platforms the digest of the list, as Docker pulls it. */
const accept = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

interface Inquiry extends Pick<Asking, "tell"> {
  readonly cancel: AbortSignal;
}

/**
 * What a tag means now: https://distribution.github.io/distribution/spec/api/#existing-manifests
 * @param login of the image's registry; undefined: it is asked for what everybody may see
 * @throws Refusal when the registry has no such image, does not show it, or cannot be asked
 */
export async function digestOf(image: ImageReference, login: Login | undefined, { cancel, tell }: Inquiry): Promise<Digest> {
  const signal = AbortSignal.any([cancel, AbortSignal.timeout(patience)]);
  try {
    return await resolve(image, login, { signal, tell });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (cancel.aborted) throw new Refusal([]);
    throw new Refusal([
      `${image.server} does not say which image ${namedImage(image)} is: ${httpObstacle(error)}.\n${wayOut(image)}`,
    ]);
  }
}

/** For runners that do not reach a registry that the servers do. */
const wayOut = (image: ImageReference): string =>
  `With its digest it need not be asked: --image ${repositoryOf(image)}@sha256:...`;

async function resolve(image: ImageReference, login: Login | undefined, asking: Asking): Promise<Digest> {
  const { origin, ...first } = await firstAnswer(image, asking);
  const header = first.response.headers.get("www-authenticate");
  const known =
    first.response.status === 401 && header !== null ? await authorization({ header, origin }, image, login, asking) : undefined;
  const ask = (method: "HEAD" | "GET") => manifest(origin, image, { method, authorization: known }, asking);
  const response = accepted(known === undefined ? first.response : await ask("HEAD"), image, login);
  const digest =
    response.headers.get("docker-content-digest") ?? sumOf(await wholeBody(accepted(await ask("GET"), image, login)));
  if (isDigest(digest)) return digest;
  throw new Error(`its digest is ${JSON.stringify(digest)}`);
}

interface ManifestRequest {
  readonly method: "HEAD" | "GET";
  readonly authorization?: string | undefined;
}

const manifest = (
  origin: string,
  { path, tag = "latest" }: ImageReference,
  { method, authorization }: ManifestRequest,
  asking: Asking,
): Promise<Response> => {
  const headers = { accept, ...(authorization !== undefined && { authorization }) };
  return fetchAgain(`${origin}/v2/${path}/manifests/${tag}`, { method, headers }, asking);
};

/** Without a password, and so that it is known which of its origins the registry answers at. */
async function firstAnswer(
  image: ImageReference,
  asking: Asking,
): Promise<{ readonly origin: string; readonly response: Response }> {
  const [origin = "", plain] = originsOf(image);
  try {
    return { origin, response: await manifest(origin, image, { method: "HEAD" }, asking) };
  } catch (error) {
    if (plain === undefined || !isWithoutTls(error)) throw error;
    return { origin: plain, response: await manifest(plain, image, { method: "HEAD" }, asking) };
  }
}

/** @throws Refusal, or Error, where the registry does not show the image */
function accepted(response: Response, image: ImageReference, login: Login | undefined): Response {
  if (response.ok) return response;
  throw complaint(image, login, response);
}

const sumOf = (body: Buffer): string => `sha256:${createHash("sha256").update(body).digest("hex")}`;

function complaint(image: ImageReference, login: Login | undefined, { status }: Response): Error {
  const name = namedImage(image);
  if (status === 404) return new Refusal([`There is no image ${name}: ${image.server} does not know it`]);
  if (status !== 401 && status !== 403) return new Error(`it answers ${status}`);
  return new Refusal([
    login
      ? `${image.server} does not show ${name} to ${login.username}: are the user name and the password right, and is there such an image?`
      : `${image.server} shows ${name} to nobody without a password, if it has it. Passwords only go to the registry of deploy.yml`,
  ]);
}

import type { Login } from "../../core/commands/registry.ts";
import { type Digest, type ImageReference, namedImage, repositoryOf } from "../../core/config/image-reference.ts";
import { httpObstacle } from "../../core/report/http-obstacle.ts";
import { Refusal } from "../../core/report/refusal.ts";
import { digestIn, manifest } from "./manifest.ts";
import type { Asking } from "./repeated-request.ts";
import { openRepository } from "./repository.ts";

/** What a registry is given for all of its answers, in milliseconds. */
const patience = 15_000;

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
  const { tag = "latest" } = image;
  const repository = openRepository(image, login, asking);
  const ask = async (method: "HEAD" | "GET") => accepted(await manifest(repository, method, tag), image, login);
  return digestIn(await ask("HEAD"), () => ask("GET"));
}

/** @throws Refusal, or Error, where the registry does not show the image */
function accepted(response: Response, image: ImageReference, login: Login | undefined): Response {
  if (response.ok) return response;
  throw complaint(image, login, response);
}

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

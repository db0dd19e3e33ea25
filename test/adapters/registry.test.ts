import { beforeEach, describe, expect, it } from "vitest";
import { authorization } from "../../src/adapters/registry/authorization.ts";
import { digestOf } from "../../src/adapters/registry/digest.ts";
import { originsOf } from "../../src/adapters/registry/place.ts";
import { readReference } from "../../src/core/config/image-reference.ts";
import { Refusal } from "../../src/core/report/refusal.ts";
import { aConfig, aSecret } from "../support.ts";
import { type ImageRegistryFacts, startImageRegistry } from "./image-registry.ts";
import { sum } from "./stored-images.ts";

const manifest = '{"schemaVersion":2}';
const images = { "acme/shop:1": manifest, "acme/shop:latest": '{"schemaVersion":2,"newer":true}' };
const aRegistry = (over: Partial<ImageRegistryFacts> = {}) => startImageRegistry({ images, ...over }, sum);
const robot = (password = "s3cret") => ({ server: undefined, username: "robot", password: aSecret(password) });

function image(text: string) {
  const read = readReference(text, aConfig());
  if (typeof read === "string") throw new Error(read);
  return read;
}

const ask = (text: string, login?: ReturnType<typeof robot>, cancel = new AbortController().signal) =>
  digestOf(image(text), login, { cancel, tell: (words) => void told.push(words) });
const told: string[] = [];
beforeEach(() => void told.splice(0));

async function refusal(asking: Promise<unknown>): Promise<string> {
  const error = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Refusal) return error.message;
  throw new Error(`It was not refused: ${error}`);
}

describe("asking a registry what a tag means", () => {
  it("is one question where everybody may read", async () => {
    await using registry = await aRegistry();
    expect(await ask(`${registry.server}/acme/shop:1`)).toBe(sum(manifest));
    expect(registry.requests).toEqual(["HEAD /v2/acme/shop/manifests/1 nobody"]);
  });

  it("is about latest where there is no tag", async () => {
    await using registry = await aRegistry();
    expect(await ask(`${registry.server}/acme/shop`)).toBe(sum(images["acme/shop:latest"]));
  });

  it("shows the password to a registry that asks for it", async () => {
    await using registry = await aRegistry({ login: "basic" });
    expect(await ask(`${registry.server}/acme/shop:1`, robot())).toBe(sum(manifest));
    expect(registry.requests.map((request) => request.split(" ").at(-1))).toEqual(["nobody", "Basic"]);
  });

  it("shows it to none but the page that gives out tokens where there are tokens", async () => {
    await using registry = await aRegistry({ login: "token" });
    expect(await ask(`${registry.server}/acme/shop:1`, robot())).toBe(sum(manifest));
    expect(registry.requests).toEqual([
      "HEAD /v2/acme/shop/manifests/1 nobody",
      "GET /token?service=images&scope=repository%3Aacme%2Fshop%3Apull Basic",
      "HEAD /v2/acme/shop/manifests/1 Bearer",
    ]);
  });

  it("adds the digest up where it is not told", async () => {
    await using registry = await aRegistry({ tellsDigest: false, login: "token" });
    expect(await ask(`${registry.server}/acme/shop:1`, robot())).toBe(sum(manifest));
  });
});

describe("a registry that is out of order for a moment", () => {
  it("is asked again, which is told", async () => {
    await using registry = await aRegistry();
    registry.break(502, 1);
    expect(await ask(`${registry.server}/acme/shop:1`)).toBe(sum(manifest));
    expect(told).toEqual([`${registry.server}: it answers 502. It is asked again (2 of 3)`]);
  });

  it("is asked again where it hangs up", async () => {
    await using registry = await aRegistry();
    registry.break("hang-up", 1);
    expect(await ask(`${registry.server}/acme/shop:1`)).toBe(sum(manifest));
    expect(told).toHaveLength(1);
  });

  it("is not asked again where it has said no", async () => {
    await using registry = await aRegistry({ login: "basic" });
    await refusal(ask(`${registry.server}/acme/shop:1`, robot("wr0ng")));
    expect(registry.requests).toHaveLength(2);
    expect(told).toEqual([]);
  });
});

describe("a registry that does not say what a tag means", () => {
  it("may have no such image", async () => {
    await using registry = await aRegistry();
    expect(await refusal(ask(`${registry.server}/acme/shop:2`))).toContain(`There is no image ${registry.server}/acme/shop:2`);
  });

  it.each(["basic", "token"] as const)("may not take the password: %s", async (login) => {
    await using registry = await aRegistry({ login });
    const reason = await refusal(ask(`${registry.server}/acme/shop:1`, robot("wr0ng")));
    expect(reason).toContain("does not show");
    expect(reason).toContain("to robot");
    expect(reason).not.toContain("wr0ng");
  });

  it.each(["basic", "token"] as const)("may want one, and none is sent to strangers: %s", async (login) => {
    await using registry = await aRegistry({ login });
    expect(await refusal(ask(`${registry.server}/acme/shop:1`))).toContain("to nobody without a password");
    expect(registry.requests.filter((request) => !request.endsWith("nobody"))).toEqual([]);
  });

  it("may send to log in to nowhere", async () => {
    await using registry = await aRegistry({ login: "token", realm: "the other door" });
    expect(await refusal(ask(`${registry.server}/acme/shop:1`, robot()))).toContain("does not say where to log in");
  });

  it("may not have the password sent in the clear, once it was asked with encryption", async () => {
    const challenge = { header: 'Bearer realm="http://127.0.0.1:9/token"', origin: "https://registry.example.com" };
    const asking = authorization(challenge, image("registry.example.com/acme/shop:1"), robot(), {
      signal: new AbortController().signal,
      tell: () => {},
    });
    await expect(asking).rejects.toThrow("sent in the clear, to 127.0.0.1:9");
  });

  it("may be out of order", async () => {
    await using registry = await aRegistry();
    registry.break(503, 3);
    const reason = await refusal(ask(`${registry.server}/acme/shop:1`));
    expect(told.at(-1)).toBe(`${registry.server}: it answers 503. It is asked again (3 of 3)`);
    expect(reason).toContain("it answers 503");
    expect(reason).toContain(`--image ${registry.server}/acme/shop@sha256:...`);
  });

  it("may not be there", async () => {
    const registry = await aRegistry();
    await registry[Symbol.asyncDispose]();
    expect(await refusal(ask(`${registry.server}/acme/shop:1`))).toContain("ECONNREFUSED");
  });

  it("is not waited for once the run is cancelled", async () => {
    await using registry = await aRegistry();
    registry.break("silence");
    const cancel = AbortSignal.timeout(100);
    expect(await refusal(ask(`${registry.server}/acme/shop:1`, undefined, cancel))).toContain("cancelled");
  });
});

describe("where a registry is asked", () => {
  const origins = (text: string) => originsOf(image(text));

  it("is where Docker Hub answers, which has another name there", () => {
    expect(origins("nginx:1")).toEqual(["https://registry-1.docker.io"]);
  });

  it.each(["ghcr.io", "203.0.113.9:5000", "registry.internal:5000", "172.32.0.1:5000"])(
    "is with encryption only: %s",
    (server) => {
      expect(origins(`${server}/shop:1`)).toEqual([`https://${server}`]);
    },
  );

  it.each(["localhost:5000", "127.0.0.1:5000", "[::1]:5000", "10.1.2.3:5000", "172.16.0.1", "192.168.1.1:5000"])(
    "is without it, where it has none, on this machine and at bare private addresses: %s",
    (server) => {
      expect(origins(`${server}/shop:1`)).toEqual([`https://${server}`, `http://${server}`]);
    },
  );
});

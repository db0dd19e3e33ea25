import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lines, run } from "../lab/command.ts";
import { type CacheService, startCacheService } from "./server.ts";

const lookUp = "/twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL";
const create = "/twirp/github.actions.results.api.v1.CacheService/CreateCacheEntry";
const finalize = "/twirp/github.actions.results.api.v1.CacheService/FinalizeCacheEntryUpload";

/** Saves a file of the folder and restores it, in a process of its own: the client reads its process's environment. */
const client = `
import { readFileSync, rmSync } from "node:fs";
import { restoreCache, saveCache } from "@actions/cache";
const file = process.argv[1] + "/facts.json";
const saved = await saveCache([file], "trend-1");
rmSync(file);
const restored = await restoreCache([file], "trend-2", ["trend-"]);
const again = await saveCache([file], "trend-1");
const other = (await restoreCache([file], "other")) ?? "nothing";
console.log("\\n" + JSON.stringify([saved, restored, readFileSync(file, "utf8"), again, other]));
`;

describe("the stand-in of the cache service", () => {
  let service: CacheService;
  let folder: string;

  beforeEach(async () => {
    service = await startCacheService();
    folder = await mkdtemp(join(tmpdir(), "landfall-cache-"));
  });

  afterEach(async () => {
    await service[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const post = (path: string, body: unknown, token = service.token()): Promise<Response> =>
    fetch(`${service.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });

  const uploadUrl = async (key: string): Promise<string> => {
    const answer: unknown = await (await post(create, { key, version: "1" })).json();
    if (typeof answer !== "object" || answer === null || !("signed_upload_url" in answer)) throw new TypeError("No address");
    return String(answer.signed_upload_url);
  };

  it.each(["v1", "v2"] as const)("gives GitHub's own client back what it saved (%s)", async (version) => {
    const env = { GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder, ...service.environment(version) };
    await writeFile(join(folder, "facts.json"), "what was measured");
    const said = await run(process.execPath, ["--input-type=module", "--eval", client, folder], { env });
    expect(lines(said).at(-1)).toBe(JSON.stringify([1, "trend-1", "what was measured", -1, "nothing"]));
  });

  it("takes a large upload in blocks, and gives any range of it", async () => {
    const url = await uploadUrl("large");
    const [one, two] = [randomBytes(3000), randomBytes(500)];
    const ids = ["b25l", "dHdv"];
    for (const [index, block] of [one, two].entries())
      expect((await fetch(`${url}&comp=block&blockid=${ids[index]}`, { method: "PUT", body: block })).status).toBe(201);
    const list = (names: readonly string[]): string =>
      `<BlockList>${names.map((name) => `<Latest>${name}</Latest>`).join("")}</BlockList>`;
    expect((await fetch(`${url}&comp=blocklist`, { method: "PUT", body: list(["bm9uZQ=="]) })).status).toBe(400);
    expect((await fetch(`${url}&comp=blocklist`, { method: "PUT", body: list(ids) })).status).toBe(201);
    expect((await post(finalize, { key: "large", version: "1", size_bytes: 3500 })).status).toBe(200);

    const found = JSON.stringify(await (await post(lookUp, { key: "lar", restore_keys: ["lar"], version: "1" })).json());
    const [, download = ""] = /"signed_download_url":"([^"]+)"/.exec(found) ?? [];
    const part = await fetch(download, { headers: { "x-ms-range": "bytes=2990-3009" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 2990-3009/3500"]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(Buffer.concat([one.subarray(2990), two.subarray(0, 10)]));
    expect((await fetch(download, { method: "HEAD" })).headers.get("content-length")).toBe("3500");
    expect((await fetch(download, { headers: { range: "bytes=3500-" } })).status).toBe(416);
    expect((await fetch(download, { method: "PUT", headers: { "x-ms-blob-type": "BlockBlob" } })).status).toBe(403);
  });

  it("refuses what GitHub's refuses", async () => {
    const valid = { key: "k", version: "1" };
    const refusal = async (response: Promise<Response>): Promise<unknown> => {
      const { status, body } = await response.then(async (answer) => ({ status: answer.status, body: await answer.text() }));
      return [status, /"code":"(\w+)"|<Code>(\w+)</.exec(body)?.slice(1).find(Boolean)];
    };
    expect(await refusal(post(create, valid, "no.good.token"))).toEqual([401, "unauthenticated"]);
    expect(await refusal(post(create, valid, service.token({ validFor: -1 })))).toEqual([401, "unauthenticated"]);
    expect(await refusal(post(create, valid, service.token({ may: ["read"] })))).toEqual([403, "permission_denied"]);
    expect(await refusal(post(create, { key: "k" }))).toEqual([400, "invalid_argument"]);
    expect(await refusal(post(create, { ...valid, key: "a,b" }))).toEqual([400, "invalid_argument"]);
    expect(await refusal(post(create.replace("Create", "Delete"), valid))).toEqual([404, "bad_route"]);
    expect(await refusal(fetch(`${service.url}${create}`))).toEqual([404, "bad_route"]);

    const url = await uploadUrl("k");
    expect(await refusal(post(create, valid))).toEqual([409, "already_exists"]);
    expect(await refusal(fetch(url, { method: "PUT", body: "text" }))).toEqual([400, "MissingRequiredHeader"]);
    const put = (to: string): Promise<Response> =>
      fetch(to, { method: "PUT", headers: { "x-ms-blob-type": "BlockBlob" }, body: "text" });
    expect(await refusal(put(url.replace(/sig=./, "sig=")))).toEqual([403, "AuthenticationFailed"]);
    expect((await put(url)).status).toBe(201);
    expect(await refusal(post(finalize, { ...valid, size_bytes: "3" }))).toEqual([400, "invalid_argument"]);
    expect((await post(finalize, { ...valid, size_bytes: "4" })).status).toBe(200);
    expect(await refusal(post(finalize, { ...valid, size_bytes: "4" }))).toEqual([404, "not_found"]);
  });
});

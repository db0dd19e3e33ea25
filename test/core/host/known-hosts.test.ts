import { describe, expect, it } from "vitest";
import { fingerprint, hostKey, knownHostLine, linesFor, parseKnownHosts } from "../../../src/core/host/known-hosts.ts";

const one = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
const other = "AAAAC3NzaC1lZDI1NTE5AAAAIBXnrLDRcKXDqVXCqjJpWBcJe5XjVCkWDpzm2aPkPvS8";
/** Made by `ssh-keygen -H` from example.org. */
const hashedExample = "|1|FwpnY4PYKtgF6qOQrpuAt/sDEwU=|oWw50k7/FLdWx7JI+sey+q0u8Rg=";

describe("known_hosts", () => {
  it.each([
    ["web.example", 22, `web.example ssh-ed25519 ${one}`],
    ["web.example", 22, `WEB.example,10.0.0.1 ssh-ed25519 ${one} a comment`],
    ["Web.Example", 22, `web.example ssh-ed25519 ${one}`],
    ["10.0.0.1", 22, `web.example,10.0.0.1\tssh-ed25519\t${one}\r`],
    ["web.example", 2222, `[web.example]:2222 ssh-ed25519 ${one}`],
    ["[2001:db8::1]", 2222, `[2001:db8::1]:2222 ssh-ed25519 ${one}`],
    ["2001:db8::1", 22, `2001:db8::1 ssh-ed25519 ${one}`],
    ["web1.example", 22, `*.example ssh-ed25519 ${one}`],
    ["web1.example", 22, `web?.example ssh-ed25519 ${one}`],
    ["web1.example", 2222, `[*.example]:2222 ssh-ed25519 ${one}`],
    ["example.org", 22, `${hashedExample} ssh-ed25519 ${one}`],
  ])("knows %s at port %i by the line %s", (name, port, line) => {
    expect(linesFor(parseKnownHosts(line), { name, port }).map(({ key }) => key.base64)).toEqual([one]);
  });

  it.each([
    ["web.example", 22, `other.example ssh-ed25519 ${one}`],
    ["web.example", 2222, `web.example ssh-ed25519 ${one}`],
    ["web.example", 22, `[web.example]:2222 ssh-ed25519 ${one}`],
    ["web1.example", 22, `*.example,!web1.example ssh-ed25519 ${one}`],
    ["webXexample", 22, `web.example ssh-ed25519 ${one}`],
    ["web.example", 22, `# web.example ssh-ed25519 ${one}`],
    ["web.example", 22, `@cert-authority *.example ssh-ed25519 ${one}`],
    ["web.example", 22, `web.example ssh-rsa ${one}`],
    ["web.example", 22, "web.example ssh-ed25519"],
    ["web.example", 22, "web.example ssh-ed25519 AAAA"],
    ["example.com", 22, `${hashedExample} ssh-ed25519 ${one}`],
  ])("does not know %s at port %i by the line %s", (name, port, line) => {
    expect(linesFor(parseKnownHosts(line), { name, port })).toEqual([]);
  });

  it("keeps several keys of a host, and which are revoked", () => {
    const known = parseKnownHosts(`web ssh-ed25519 ${one}\n\n@revoked * ssh-ed25519 ${other}\n`);
    expect(linesFor(known, { name: "web", port: 22 })).toMatchObject([
      { marker: undefined, key: { type: "ssh-ed25519", base64: one } },
      { marker: "revoked", key: { base64: other } },
    ]);
  });

  it("writes the line that it would know a server by", () => {
    const key = hostKey(Buffer.from(one, "base64"));
    if (!key) throw new Error("no key");
    expect(knownHostLine("web.example", 22, key)).toBe(`web.example ssh-ed25519 ${one}`);
    expect(knownHostLine("web.example", 2222, key)).toBe(`[web.example]:2222 ssh-ed25519 ${one}`);
    expect(knownHostLine("[2001:db8::1]", 2222, key)).toBe(`[2001:db8::1]:2222 ssh-ed25519 ${one}`);
  });

  it("prints fingerprints as ssh-keygen -l does", () => {
    expect(fingerprint(one)).toBe("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
  });
});

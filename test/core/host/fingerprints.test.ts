import { describe, expect, it } from "vitest";
import { parseFingerprints } from "../../../src/core/host/fingerprints.ts";

const one = `SHA256:${"a".repeat(43)}`;
const other = `SHA256:${"b".repeat(42)}/`;

describe("fingerprints of servers' keys", () => {
  it.each([
    ["any server's", one, "*"],
    ["one server's", `203.0.113.10 ${one}`, "203.0.113.10"],
    ["one server's on another port", `[shop.example.com]:2222 ${one}`, "[shop.example.com]:2222"],
    ["several servers'", `a.example.com,b.example.com ${one}`, "a.example.com,b.example.com"],
    ["what ssh-keygen -l prints", `256 ${one} root@shop (ED25519)`, "*"],
    ["one with the padding of base64", `${one}=`, "*"],
  ])("may be %s", (_, line, names) => {
    expect(parseFingerprints(line)).toEqual({ known: [{ names, fingerprint: one }], wrong: [] });
  });

  it("stand one a line, beside comments", () => {
    const { known } = parseFingerprints(`# web\r\n${one}\r\n\r\n  db.example.com\t${other}\n`);
    expect(known.map(({ fingerprint }) => fingerprint)).toEqual([one, other]);
  });

  it.each([["MD5:16:27:ac:a5"], [`a b ${one}`], [one.slice(0, -1)], ["shop.example.com"], [`${one} ${other}x`]])(
    "are told by the numbers of their lines when they are none: %s",
    (line) => {
      expect(parseFingerprints(`\n${one}\n${line}`).wrong).toEqual([3]);
    },
  );
});

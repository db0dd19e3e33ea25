import { describe, expect, it } from "vitest";
import { unfitPasswords } from "../../../../src/core/config/preview/password.ts";
import { theSecrets } from "../../../support.ts";
import { thePreview, theShop } from "./shop.ts";

const shop = theShop(
  "x-landfall: {proxy: {engine: caddy}, preview: {host: 'pr-{number}.x', auth: {username: guest, password: PASSWORD}}}",
);
const complaints = (password: string) => unfitPasswords(thePreview(shop), theSecrets({ PASSWORD: password }));

describe("the password of previews", () => {
  it.each(["two\nlines", "with the end of its line\n", "a".repeat(73), "é".repeat(37)])("is refused as %j", (password) => {
    expect(complaints(password)).toEqual(["x-landfall/preview/auth/password: PASSWORD has to be one line of at most 72 bytes"]);
  });

  it.each(["x", " a: 'b' \"$c\" %\t\\", "a".repeat(72), "é".repeat(36)])("may be %j", (password) => {
    expect(complaints(password)).toEqual([]);
  });

  it("is not spoken of where there is none: for the app itself, for previews that are open, where it is missing", () => {
    const long = theSecrets({ PASSWORD: "a".repeat(73) });
    for (const config of [shop, thePreview()]) expect(unfitPasswords(config, long)).toEqual([]);
    expect(unfitPasswords(thePreview(shop), theSecrets({}))).toEqual([]);
    expect(complaints(" \n")).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { leadTo, renamed } from "../../../../src/core/config/preview/leads.ts";
import { anAccessory } from "../../../support.ts";

const db = anAccessory({ name: "db", hosts: ["10.0.0.5"], port: "127.0.0.1:6543:5432" });

describe("a variable leads to an accessory", () => {
  it.each(["app-db", "pg://u@app-db:5432/x", "redis://x,app-db"])("by its name: %s", (value) => {
    expect(leadTo(value, db)).toBe("by name");
  });

  it.each(["10.0.0.5", "10.0.0.5:6543", "pg://u:p@10.0.0.5:6543/x", "u:p@tcp(10.0.0.5:6543)/x"])(
    "by its published port: %s",
    (value) => {
      expect(leadTo(value, db)).toBe("by address");
    },
  );

  it.each([
    "pg://u:p@10.0.0.5/x",
    "pg://10.0.0.5",
    "pg://u@10.0.0.4,10.0.0.5/x",
    "host=10.0.0.5 dbname=x",
    "u:p@tcp(10.0.0.5)/x",
  ])("by its server, at the port that is usual: %s", (value) => {
    expect(leadTo(value, db)).toBe("by address");
  });

  it("by a server's IPv6 address, with the port and without", () => {
    const six = anAccessory({ name: "db", hosts: ["2001:db8::1"], port: "5432:5432" });
    for (const value of ["2001:db8::1", "pg://[2001:db8::1]:5432/x", "pg://u@[2001:db8::1]/x"])
      expect(leadTo(value, six)).toBe("by address");
    expect(leadTo("pg://[2001:db8::1]:80/x", six)).toBeUndefined();
  });

  it("by a port that its options publish, and by any where they name none", () => {
    const published = (publish: string) => ({
      ...anAccessory({ name: "db", hosts: ["10.0.0.5"] }),
      options: { publish: [publish] },
    });
    expect(leadTo("10.0.0.5:7000", published("7000:5432"))).toBe("by address");
    expect(leadTo("10.0.0.5:7001", published("7000:5432"))).toBeUndefined();
    expect(leadTo("10.0.0.5:7001", published("7000-7009:5432-5441"))).toBe("by address");
  });

  it.each([
    "postgres",
    "postgres:5432",
    "postgres://u:p@Postgres/x",
    "pg://a,postgres:5432",
    "host=postgres user=x",
    "u@tcp(postgres)/x",
  ])("by another name that Docker gives it: %s", (value) => {
    for (const option of ["network-alias", "hostname"])
      expect(leadTo(value, { ...db, options: { [option]: ["store", "postgres"] } })).toBe("by address");
  });

  it.each(["postgres://u@other/postgres", "/srv/postgres/x", "postgres.example.com", "my-postgres", "postgresql"])(
    "not by the same word elsewhere: %s",
    (value) => {
      expect(leadTo(value, { ...db, options: { "network-alias": "postgres" } })).toBeUndefined();
    },
  );

  it("by its server, though its name stands there too", () => {
    expect(leadTo("redis://x,app-db,10.0.0.5:6543", db)).toBe("by address");
  });

  it.each([
    "app-db-2",
    "my-app-db",
    "app-db.example.com",
    "10.0.0.5:80",
    "10.0.0.50",
    "10.0.0.51:6543",
    "https://10.0.0.5/up",
    "ann@10.0.0.5",
    "",
  ])("not by %s", (value) => {
    expect(leadTo(value, db)).toBeUndefined();
  });

  it("not by its host, where nothing is published there", () => {
    expect(leadTo("10.0.0.5", anAccessory({ name: "db", hosts: ["10.0.0.5"] }))).toBeUndefined();
  });
});

it("a name is replaced where it stands for itself, whatever is in it", () => {
  expect(renamed("a.b:1 a.b xa.b a.bc aXb", "a.b", "$&")).toBe("$&:1 $& xa.b a.bc aXb");
});

import { join } from "node:path";
import { run } from "../lab/command.ts";

/** A certificate for all names of a domain, as files in PEM. */
export interface Wildcard {
  readonly certificate: string;
  readonly key: string;
}

/** Makes one in the directory that nobody else has signed: a client that trusts it trusts the certificate itself. */
export async function createWildcard(directory: string, domain: string): Promise<Wildcard> {
  const certificate = join(directory, `${domain}.pem`);
  const key = join(directory, `${domain}.key.pem`);
  await run("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
    ...["-subj", `/CN=*.${domain}`, "-addext", `subjectAltName=DNS:*.${domain}`, "-keyout", key, "-out", certificate],
  ]);
  return { certificate, key };
}

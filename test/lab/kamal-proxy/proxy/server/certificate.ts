import { readFileSync } from "node:fs";
import { createSecureContext, type SecureContext } from "node:tls";
import type { ServiceOptions } from "../service-options.ts";

/** The certificate that a service was given; undefined if it has none, for none is ever issued here. Throws kamal-proxy's errors. */
export const loadCertificate = (options: ServiceOptions): SecureContext | undefined => {
  if (!options.tls) return undefined;
  if (options.certificatePath !== "" && options.privateKeyPath !== "") return loadFiles(options);
  if (options.hosts.some((host) => host.includes("*"))) throw new Error("automatic TLS does not support wildcards");
  return undefined;
};

const loadFiles = ({ certificatePath, privateKeyPath }: ServiceOptions): SecureContext => {
  try {
    return createSecureContext({ cert: readFileSync(certificatePath), key: readFileSync(privateKeyPath) });
  } catch (cause) {
    throw new Error("unable to load certificate", { cause });
  }
};

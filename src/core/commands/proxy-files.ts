import type { Config, Role } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { authOf } from "../config/preview/preview.ts";
import { secretValue } from "../host/env.ts";
import { appConfigDirectory, proxyDirectory } from "../host/names.ts";
import { engineOf } from "../proxies/engine.ts";
import type { Secrets } from "../shell/secret.ts";
import { all, lines, pipe, type Shell, sh } from "../shell/sh.ts";
import { base64, type LocalFile, upload } from "./upload.ts";

const errorPages = (config: Config): string => `${appConfigDirectory(config)}/error_pages`;

/** The pages that the proxy shows for errors, by version. It runs as a user of its own, so all must be able to read them. */
export const uploadErrorPages = (config: Config, version: Version, pages: readonly LocalFile[]): Shell =>
  lines(
    ...pages.map(({ name, content }) => upload({ path: `${errorPages(config)}/${version}/${name}`, content, mode: "0644" })),
    sh`chmod 0755 ${appConfigDirectory(config)} ${errorPages(config)} ${`${errorPages(config)}/${version}`}`,
  );

/** Remove the pages of all versions but this. */
export const cleanUpErrorPages = (config: Config, version: Version): Shell =>
  sh`find ${errorPages(config)} -mindepth 1 -maxdepth 1 ! -name ${version} -exec rm -rf {} +`;

/** The proxy's container has what is in it mounted, so it is not kept out; other users of the server are. */
export const closeProxyDirectory = (): Shell => all(sh`mkdir -p ${proxyDirectory}`, sh`chmod 0700 ${proxyDirectory}`);

/** The app's own certificate and its key, for the proxy to read. */
export function uploadCertificate(config: Config, { name, proxy }: Role, secrets: Secrets): Shell | undefined {
  if (proxy?.certificate === undefined) return undefined;
  const { certificatePem, privateKeyPem } = proxy.certificate;
  const tls = `${appConfigDirectory(config)}/tls`;
  const directory = `${tls}/${name}`;
  return lines(
    closeProxyDirectory(),
    upload({ path: `${directory}/cert.pem`, content: base64(secretValue(certificatePem, secrets)), mode: "0644" }),
    // The proxy runs as a user of its own.
    upload({ path: `${directory}/key.pem`, content: base64(secretValue(privateKeyPem, secrets)), mode: "0644" }),
    sh`chmod 0755 ${appConfigDirectory(config)} ${tls} ${directory}`,
  );
}

/** What the proxy compares the password of visitors with. The password itself goes no further than its container. */
export function uploadPassword(config: Config, { name }: Role, secrets: Secrets): Shell | undefined {
  const auth = authOf(config);
  const hash = engineOf(config).hashPassword({ config, role: name });
  if (!auth || !hash) return undefined;
  const directory = `${appConfigDirectory(config)}/auth`;
  const aside = `${directory}/${name}.new`;
  return lines(
    closeProxyDirectory(),
    sh`mkdir -p ${directory}`,
    pipe(sh`printf '%s\n' ${secretValue(auth.password, secrets)}`, sh`${hash} > ${aside}`),
    sh`mv ${aside} ${`${directory}/${name}`}`,
  );
}

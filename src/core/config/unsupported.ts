import type { Config } from "./config.ts";

/** What a deploy.yml asks for that Landfall cannot do yet, in words. To leave it out silently would deploy something else. */
export function unsupported({ roles, errorPagesPath, builder, registry }: Config): string[] {
  const roleFaults = roles.flatMap(({ name, assetPath, proxy }) => [
    ...(assetPath !== undefined && proxy
      ? [`asset_path (role ${name}): bridging assets between versions is not supported yet`]
      : []),
    ...(proxy?.certificate ? [`proxy.ssl (role ${name}): certificates of your own are not supported yet`] : []),
  ]);
  return [
    ...roleFaults,
    ...(errorPagesPath === undefined ? [] : ["error_pages_path: error pages of your own are not supported yet"]),
    ...(registry.local ? ["registry.server: a registry on the deployer (localhost) is not supported yet"] : []),
    ...(builder.pack ? ["builder.pack: images built by buildpacks are not supported yet"] : []),
    ...(builder.driver.startsWith("cloud") ? ["builder.driver: Docker Build Cloud is not supported yet"] : []),
    ...(builder.remote === undefined ? [] : ["builder.remote: remote builders are not supported yet"]),
  ];
}

/** What Landfall passes over, in words: a deploy is right without it, but whoever counts on it should know. */
export function unheeded({ accessories, output, landfall }: Config, verb: string): string[] {
  const names = accessories.map(({ name }) => name).join(", ");
  return [
    ...(verb === "setup" && accessories.length > 0
      ? [`Accessories are not booted yet (${names}): "kamal accessory boot all" does it`]
      : []),
    ...((output?.filePath ?? output?.otelEndpoint) === undefined
      ? []
      : ["output: log files and OpenTelemetry are not written yet"]),
    ...(landfall.engine === "kamal-proxy" && landfall.proxyImage !== undefined
      ? ["x-landfall/proxy/image is for the caddy engine; kamal-proxy takes its image from proxy/run"]
      : []),
  ];
}

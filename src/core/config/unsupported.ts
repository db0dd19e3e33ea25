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

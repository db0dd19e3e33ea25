import type { SshSettings } from "../config.ts";
import type { RawConfig } from "../schema/root.ts";

/** Kamal leaves ssh config and agent forwarding to its SSH library, where both are on. */
export function resolveSsh({ ssh, sshkit }: RawConfig): SshSettings {
  return {
    user: ssh?.user ?? "root",
    port: ssh?.port ?? 22,
    proxy: jumpHost(ssh?.proxy),
    proxyCommand: ssh?.proxy === undefined ? ssh?.proxy_command : undefined,
    keysOnly: ssh?.keys_only ?? false,
    keys: ssh?.keys ?? [],
    keyData: ssh?.key_data ?? [],
    config: typeof ssh?.config === "string" ? [ssh.config] : (ssh?.config ?? true),
    forwardAgent: ssh?.forward_agent ?? true,
    maxConcurrentStarts: sshkit?.max_concurrent_starts ?? 30,
  };
}

function jumpHost(proxy: string | undefined): string | undefined {
  return proxy === undefined || proxy.includes("@") ? proxy : `root@${proxy}`;
}

import type { AuthenticationFailed } from "./authentication-failed.ts";
import type { ConnectionLost } from "./connection-lost.ts";
import type { HostKeyMismatch, HostKeyUnknown } from "./host-key-failures.ts";
import type { Unreachable } from "./unreachable.ts";
import type { UnusableKey } from "./unusable-key.ts";

/** Everything that connecting, and a connection, may throw, besides the reason of an abort. */
export type SshFailure = Unreachable | AuthenticationFailed | HostKeyUnknown | HostKeyMismatch | UnusableKey | ConnectionLost;

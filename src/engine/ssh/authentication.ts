import ssh2, {
  type AgentAuthMethod,
  type AuthMethod,
  type IdentityCallback,
  type ParsedKey,
  type PublicKeyAuthMethod,
} from "ssh2";
import { fingerprint } from "../../core/host/known-hosts.ts";
import type { KeyRing } from "./key-ring.ts";

/** The ways to try to be let in as a user, in order, and the keys that were shown so far. */
export interface Authentication {
  readonly methods: AuthMethod[];
  readonly tried: readonly string[];
}

/**
 * The keys given come before the agent's: they were chosen, and a server hangs up after six (MaxAuthTries).
 * There is no `none` at the start, which ssh2 would send to ask what the server offers: a round trip saved.
 */
export const authentication = (user: string, ring: KeyRing): Authentication => {
  const tried = ring.keys.map(({ name, fingerprint }) => `${name} ${fingerprint}`);
  const own = ring.keys.map(({ key }): PublicKeyAuthMethod => ({ type: "publickey", username: user, key }));
  if (ring.agentSocket === undefined) return { methods: own, tried };
  const agent = new OtherKeysAgent(ring.agentSocket, new Set(ring.keys.map(({ fingerprint }) => fingerprint)), tried);
  const byAgent: AgentAuthMethod = { type: "agent", username: user, agent };
  return { methods: [...own, byAgent], tried };
};

/** An agent without the keys that were shown already. It notes those that it adds. */
class OtherKeysAgent extends ssh2.OpenSSHAgent {
  readonly #shown: ReadonlySet<string>;
  readonly #tried: string[];

  constructor(socket: string, shown: ReadonlySet<string>, tried: string[]) {
    super(socket);
    this.#shown = shown;
    this.#tried = tried;
  }

  override getIdentities(answer: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, identities = []) => {
      const keys = identities.filter((identity) => "getPublicSSH" in identity).filter((key) => !this.#shown.has(printOf(key)));
      this.#tried.push(...keys.map((key) => `agent: ${key.comment} ${printOf(key)}`));
      answer(error, keys);
    });
  }
}

const printOf = (key: ParsedKey): string => fingerprint(key.getPublicSSH().toString("base64"));

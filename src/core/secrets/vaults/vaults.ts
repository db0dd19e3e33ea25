import { nearest } from "../../config/nearest.ts";
import { awsSecretsManager } from "./aws.ts";
import { bitwarden } from "./bitwarden.ts";
import { bitwardenSecretsManager } from "./bitwarden-sm.ts";
import { doppler } from "./doppler.ts";
import { enpass } from "./enpass.ts";
import { gcpSecretManager } from "./gcp.ts";
import { lastPass } from "./last-pass.ts";
import { onePassword } from "./one-password.ts";
import { passbolt } from "./passbolt.ts";
import { reversal } from "./reversal.ts";
import { type Vault, VaultError } from "./vault.ts";

/** By the names of Kamal's manual. */
const documented: Readonly<Record<string, Vault>> = {
  "1password": onePassword,
  lastpass: lastPass,
  bitwarden,
  "bitwarden-sm": bitwardenSecretsManager,
  aws_secrets_manager: awsSecretsManager,
  doppler,
  gcp: gcpSecretManager,
  enpass,
  passbolt,
};

const vaults: ReadonlyMap<string, Vault> = new Map(
  Object.entries({
    ...documented,
    one_password: onePassword,
    last_pass: lastPass,
    bitwarden_secrets_manager: bitwardenSecretsManager,
    gcp_secret_manager: gcpSecretManager,
    test: reversal,
  }),
);

/** The vault behind a name of `--adapter`. Kamal takes its classes' names too: `AwsSecretsManager`. */
export function vaultNamed(name: string): Vault | undefined {
  return vaults.get(name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase());
}

/** What to say when there is no vault of a name. */
export function unknownVault(name: string): VaultError {
  const near = nearest(name, [...vaults.keys()]);
  const hint = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  return new VaultError(`there is no secrets adapter \`${name}\`.${hint} Known adapters: ${Object.keys(documented).join(", ")}.`);
}

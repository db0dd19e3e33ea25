import type { Credential, Env, Registry } from "../config/config.ts";

/** The outermost names of a setting as deploy.yml has them: `keysOnly` is `keys_only` there. */
export const namedAsInFile = (setting: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(setting).map(([name, value]) => [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );

/** A blank value is passed by its name only, like one that is not there. */
export const shownEnv = ({ clear, secrets }: Env) => ({
  clear: Object.fromEntries(Object.entries(clear).map(([name, value]) => [name, value ?? ""])),
  secret: secrets.map(({ name, secret }) => (name === secret ? name : `${name}:${secret}`)),
});

/** A literal password is redacted, a secret is shown by its name. */
export const shownRegistry = ({ server, username, password }: Registry) => ({
  server,
  username: username && ("literal" in username ? username.literal : nameOf(username)),
  password: password && ("literal" in password ? "[REDACTED]" : nameOf(password)),
});

/** A key or a password that stands in the file itself is no less secret. */
export const shownKey = (key: string): string => (/\s/.test(key) ? "[REDACTED]" : key);

const nameOf = (credential: Exclude<Credential, { readonly literal: string }>) =>
  "secret" in credential ? [credential.secret] : credential.given.toString();

import { firstOf } from "./reading.ts";

/** What programs say of variables that they miss; the name, where they tell it, is the first group. */
const complaints: readonly (readonly [RegExp, string | undefined])[] = [
  // Rails reads SECRET_KEY_BASE first.
  [/secret_key_base.*(?:missing|blank|must be)|Missing [`']?secret_key_base/, "SECRET_KEY_BASE (or RAILS_MASTER_KEY)"],
  [/Missing encryption key to decrypt|MessageEncryptor::InvalidMessage|MissingKeyError/, "the right RAILS_MASTER_KEY"],
  [/SECRET_KEY setting must not be empty/, "SECRET_KEY (Django)"],
  [/No application encryption key has been specified/, "APP_KEY (Laravel)"],
  [/key not found: "([A-Z][A-Z0-9_]*)"/, undefined],
  [/KeyError: '([A-Z][A-Z0-9_]*)'/, undefined],
  [/[Ss]et the ([A-Z][A-Z0-9_]+) environment variable/, undefined],
  [
    /[Ee]nvironment variables? ["'`]?([A-Z][A-Z0-9_]+)["'`]? (?:(?:is|was) (?:missing|not|required|un|empty)|must be )/,
    undefined,
  ],
  [/[Ee]nv(?:ironment)? var(?:iable)?s? (?:not found|not set|missing|required): ["'`]?([A-Z][A-Z0-9_]+)/, undefined],
  [
    /(?:[Mm]issing|[Rr]equired|[Uu]ndefined).{0,30}\benv(?:ironment)?(?: var(?:iable)?s?)?[: ]+["'`]?([A-Z][A-Z0-9_]+)\b/,
    undefined,
  ],
  [
    /\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)["'`]? (?:environment variable )?(?:(?:is|was) (?:missing|not set|required|undefined|not defined|unset|empty)|must be (?:set|given|present))/,
    undefined,
  ],
  // The official images of PostgreSQL, MySQL and MariaDB (docker-entrypoint.sh).
  [/You must specify (POSTGRES_PASSWORD)/, undefined],
  [/^(?:\S+Z )?\s*-? ((?:MYSQL|MARIADB)_ROOT_PASSWORD)$/, undefined],
  // `set -u` of dash and of bash.
  [/\b([A-Za-z_]\w*): (?:parameter not set|unbound variable)/, undefined],
];

/** The name of an environment variable that a line of a log says is missing. */
export const missingVariable = (line: string): string | undefined =>
  firstOf(complaints, ([pattern, name]) => {
    const match = pattern.exec(line);
    return match ? (name ?? match.slice(1).find((part) => part !== undefined)) : undefined;
  });

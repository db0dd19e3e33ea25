import { expect, it } from "vitest";
import { missingVariable } from "../../../src/core/diagnosis/missing-variable.ts";

it.each([
  ["Ruby", 'config/database.rb:3:in `fetch\': key not found: "DATABASE_URL" (KeyError)', "DATABASE_URL"],
  ["Python", "KeyError: 'DATABASE_URL'", "DATABASE_URL"],
  ["Rails", "ArgumentError: Missing `secret_key_base` for 'production' environment", "SECRET_KEY_BASE (or RAILS_MASTER_KEY)"],
  [
    "Rails' credentials",
    "Missing encryption key to decrypt file with. Ask your team for your master key",
    "the right RAILS_MASTER_KEY",
  ],
  ["Django", "ImproperlyConfigured: The SECRET_KEY setting must not be empty.", "SECRET_KEY (Django)"],
  ["django-environ", "ImproperlyConfigured: Set the DATABASE_URL environment variable", "DATABASE_URL"],
  ["Laravel", "No application encryption key has been specified.", "APP_KEY (Laravel)"],
  ["Elixir", "** (RuntimeError) environment variable SECRET_KEY_BASE is missing.", "SECRET_KEY_BASE"],
  ["Prisma", "error: Environment variable not found: DATABASE_URL.", "DATABASE_URL"],
  ["Node", "Error: Missing required environment variable: STRIPE_KEY", "STRIPE_KEY"],
  ["Go", "panic: required env var PORT_NUMBER", "PORT_NUMBER"],
  ["anybody", "2026-03-01T12:00:00Z API_KEY must be set", "API_KEY"],
  ["dash", "/start.sh: 3: API_KEY: parameter not set", "API_KEY"],
  ["bash", "/start.sh: line 3: API_KEY: unbound variable", "API_KEY"],
])("reads what %s says of a missing variable", (_, line, name) => {
  expect(missingVariable(line)).toBe(name);
});

it.each([
  "NODE_ENV is set to production",
  "Loaded environment variables FROM .env",
  "KeyError: 'name'",
  "GET /up 200",
  "The environment variable RACK_ENV is deprecated",
])("takes no harm from %s", (line) => {
  expect(missingVariable(line)).toBeUndefined();
});

import { describe, expect, it } from "vitest";
import { migrated, notesOf } from "./project.ts";

const base = `service: kiosk
image: acme/kiosk
servers:
  web:
    hosts: [10.0.0.1]
    env:
      secret: [WEB_KEY]
registry: { username: [REGISTRY_USER], password: [REGISTRY_PASSWORD] }
builder: { arch: amd64, secrets: [GITHUB_TOKEN] }
env:
  secret:
    - RAILS_MASTER_KEY
    - DB_PASSWORD:KIOSK_DB_PASSWORD
  tags:
    eu: { secret: [EU_KEY] }
accessories:
  db: { image: mysql, host: 10.0.0.1, env: { secret: [MYSQL_ROOT_PASSWORD] } }
`;

describe("secrets", () => {
  it("of .env are listed as .kamal/secrets wants them", () => {
    const [note] = notesOf(migrated({ "deploy.yml": base }, { envFiles: [".env"], secretsFile: false }));
    expect(note?.split("\n")).toEqual([
      "deploy.yml:1 Secrets came from .env. Kamal 2 reads .kamal/secrets, where values may stand, or point to the environment.",
      "RAILS_MASTER_KEY=$RAILS_MASTER_KEY",
      "KIOSK_DB_PASSWORD=$KIOSK_DB_PASSWORD",
      "WEB_KEY=$WEB_KEY",
      "MYSQL_ROOT_PASSWORD=$MYSQL_ROOT_PASSWORD",
      "EU_KEY=$EU_KEY",
      "REGISTRY_USER=$REGISTRY_USER",
      "REGISTRY_PASSWORD=$REGISTRY_PASSWORD",
      "GITHUB_TOKEN=$GITHUB_TOKEN",
    ]);
  });

  it("of a template come from commands", () => {
    const [note] = notesOf(migrated({ "deploy.yml": base }, { envFiles: [".env", ".env.erb"], secretsFile: false }));
    expect(note).toContain("Secrets came from .env and .env.erb.");
    expect(note).toContain("The commands of a template become $(command).");
  });

  it("that .kamal/secrets has need no word", () => {
    expect(notesOf(migrated({ "deploy.yml": base }, { envFiles: [".env"], secretsFile: true }))).toEqual([]);
  });
});

describe("a hook", () => {
  const notes = (path: string, text: string) => notesOf(migrated({ "deploy.yml": base }, { hooks: [{ path, text }] }));

  it("that reads MRSK's variables is told their names now, by line", () => {
    const text = '#!/bin/sh\necho "$MRSK_PERFORMER deployed $MRSK_VERSION"\necho ${MRSK_VERSION}\n';
    expect(notes(".kamal/hooks/post-deploy", text)).toEqual([
      "post-deploy:2 MRSK_PERFORMER is KAMAL_PERFORMER now, MRSK_VERSION is KAMAL_VERSION now.",
      "post-deploy:3 MRSK_VERSION is KAMAL_VERSION now.",
    ]);
  });

  it("of MRSK has to move", () => {
    expect(notes(".mrsk/hooks/pre-build", "true\n")).toEqual([
      "pre-build:1 Hooks are read from .kamal/hooks now: move it to .kamal/hooks/pre-build.",
    ]);
  });

  it("around Traefik's reboot is called otherwise", () => {
    expect(notes(".kamal/hooks/pre-traefik-reboot", "true\n")).toEqual([
      "pre-traefik-reboot:1 The hook is called pre-proxy-reboot now: rename the file.",
    ]);
  });

  it("of Kamal is not mentioned", () => {
    expect(notes(".kamal/hooks/pre-deploy", "echo $KAMAL_VERSION\n")).toEqual([]);
  });
});

/** A deploy.yml to begin with. @param service the app's name, of letters, digits, hyphens and underscores */
export const deployYml = (
  service: string,
): string => `# yaml-language-server: $schema=https://raw.githubusercontent.com/landfall/landfall/main/schema/deploy.schema.json

# The name of the app; its containers are named after it.
service: ${service}

# The image, in a registry that the servers can reach.
image: your-user/${service}

# Where it runs. The first server of web receives requests first.
servers:
  web:
    - 192.0.2.10
  # workers:
  #   hosts:
  #     - 192.0.2.11
  #   cmd: bin/jobs

# How requests reach it. With ssl, the proxy gets a certificate from Let's Encrypt.
proxy:
  # host: app.example.com
  # ssl: true
  app_port: 80
  healthcheck:
    path: /up

# Where the image is kept. The password of GitHub's registry is a token that may read and write packages.
registry:
  server: ghcr.io
  username: your-user
  password:
    - REGISTRY_PASSWORD

builder:
  arch: amd64
  # cache:
  #   type: gha

# Variables of the app. Values of secrets come from .kamal/secrets or from the workflow.
# env:
#   clear:
#     LOG_LEVEL: info
#   secret:
#     - DATABASE_PASSWORD

# Who logs in to the servers: root, unless you say otherwise.
# ssh:
#   user: deploy

# What runs beside the app and stays when it is deployed.
# accessories:
#   db:
#     image: postgres:17
#     host: 192.0.2.12
#     port: "127.0.0.1:5432:5432"
#     env:
#       secret:
#         - POSTGRES_PASSWORD:DATABASE_PASSWORD
#     directories:
#       - data:/var/lib/postgresql/data

# A running copy of the app for each pull request. DNS leads *.preview.example.com to the server.
# x-landfall:
#   preview:
#     host: pr-{number}.preview.example.com

# Short names for commands.
aliases:
  console: app exec --interactive --reuse sh
  logs: app logs --follow
`;

/** A secrets file to begin with: it holds names and where values come from, never values. */
export const secretsFile = `# Where the values of secrets come from. This file belongs into git, so write no value into it.

# From the environment; in a workflow, secrets are there by their names.
REGISTRY_PASSWORD=$REGISTRY_PASSWORD

# From a file that git ignores:
# DATABASE_PASSWORD=$(cat config/database.password)

# From a password manager:
# FETCHED=$(kamal secrets fetch --adapter 1password --account my-account --from Vault/Item DATABASE_PASSWORD)
# DATABASE_PASSWORD=$(kamal secrets extract DATABASE_PASSWORD $FETCHED)
`;

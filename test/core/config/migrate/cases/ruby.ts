import type { MigrationCase } from "../migration-case.ts";

/** Files with Ruby in them. */
export const ofRuby: Readonly<Record<string, MigrationCase>> = {
  "Ruby that fills in values stays where it is, or goes with what it fills in": {
    before: {
      "deploy.yml": `<% require "dotenv"; Dotenv.load %>
service: <%= ENV.fetch("SERVICE") %>
image: acme/<%= ENV.fetch("SERVICE") %>

servers:
  web:
    hosts:
      - <%= ENV["WEB_HOST"] %>
    labels:
      traefik.http.routers.app.rule: Host(\`<%= ENV["DOMAIN"] %>\`)

registry:
  username: AWS
  server: 1234.dkr.ecr.eu-west-1.amazonaws.com
  password: <%= %x(aws ecr get-login-password) %>

traefik:
  host_port: "<%= ENV["PORT"] %>"
healthcheck:
  path: <%= ENV.fetch("HEALTH", "/up") %> # asked by the balancer, too
  port: <%= ENV["APP_PORT"] %>
builder:
  remote:
    arch: <%= ENV["ARCH"] %>
    host: <%= ENV["BUILDER"] %>
`,
    },
    after: {
      "deploy.yml": `<% require "dotenv"; Dotenv.load %>
service: <%= ENV.fetch("SERVICE") %>
image: acme/<%= ENV.fetch("SERVICE") %>

servers:
  web:
    hosts:
      - <%= ENV["WEB_HOST"] %>

registry:
  username: AWS
  server: 1234.dkr.ecr.eu-west-1.amazonaws.com
  password: <%= %x(aws ecr get-login-password) %>

proxy:
  host: <%= ENV["DOMAIN"] %>
  app_port: <%= ENV["APP_PORT"] %>
  healthcheck:
    path: <%= ENV.fetch("HEALTH", "/up") %> # asked by the balancer, too
  run:
    http_port: <%= ENV["PORT"] %>
builder:
  arch: <%= ENV["ARCH"] %>
  remote: <%= ENV["BUILDER"] %>
  local: false
`,
    },
    notes: [],
    ruby: {
      '<% require "dotenv"; Dotenv.load %>': "",
      '<%= ENV.fetch("SERVICE") %>': "loom",
      '<%= ENV["WEB_HOST"] %>': "loom",
      "<%= %x(aws ecr get-login-password) %>": "loom",
      '<%= ENV["DOMAIN"] %>': "loom",
      '<%= ENV["APP_PORT"] %>': "8080",
      '<%= ENV.fetch("HEALTH", "/up") %>': "/up",
      '<%= ENV["PORT"] %>': "8080",
      '<%= ENV["ARCH"] %>': "amd64",
      '<%= ENV["BUILDER"] %>': "ssh://root@h",
    },
  },
  "Ruby around parts that need no change is left in peace": {
    before: {
      "deploy.yml": `service: loom
image: acme/loom
servers:
  web:
<% %w[a b].each do |name| %>
    - <%= name %>.loom.example
<% end %>
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
builder:
  multiarch: false
<% if ENV["CACHE"] %>
  cache:
    type: gha
<% end %>
stop_wait_time: <%= ENV["WAIT"] || 10 %>
`,
    },
    after: {
      "deploy.yml": `service: loom
image: acme/loom
servers:
  web:
<% %w[a b].each do |name| %>
    - <%= name %>.loom.example
<% end %>
proxy:
  app_port: 3000
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
builder:
  arch: amd64
<% if ENV["CACHE"] %>
  cache:
    type: gha
<% end %>
drain_timeout: <%= ENV["WAIT"] || 10 %>
`,
    },
    notes: [
      "deploy.yml:3 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:11 Without multiarch, Kamal 1 built for the machine it ran on.",
      "deploy.yml:17 drain_timeout is how long requests may take to end, and",
    ],
    ruby: {
      "<% %w[a b].each do |name| %>": "",
      "<%= name %>": "loom",
      "<% end %>": "",
      '<% if ENV["CACHE"] %>': "",
      '<%= ENV["WAIT"] || 10 %>': "8080",
    },
  },
};

interface SampleHook {
  readonly name: string;
  readonly when: string;
  readonly body: string;
}

const samples: readonly SampleHook[] = [
  { name: "docker-setup", when: "after Docker was installed on the servers", body: 'echo "Docker is ready on $KAMAL_HOSTS"' },
  {
    name: "pre-connect",
    when: "before the first connection to a server",
    body: 'for host in $(echo "$KAMAL_HOSTS" | tr , " "); do\n  getent hosts "$host" >/dev/null || echo "$host has no address yet"\ndone',
  },
  {
    name: "pre-build",
    when: "before the image is built; a failure stops the deploy",
    body: '[ -z "$(git status --porcelain)" ] || echo "There are changes that no commit has; they are not deployed"',
  },
  {
    name: "pre-deploy",
    when: "with the deploy lock held, before anything is started; a failure stops the deploy",
    body: 'echo "$KAMAL_PERFORMER deploys $KAMAL_SERVICE_VERSION"',
  },
  { name: "pre-app-boot", when: "before the app boots on a group of servers", body: 'echo "Booting on $KAMAL_HOSTS"' },
  { name: "post-app-boot", when: "once the app is healthy on a group of servers", body: 'echo "Booted on $KAMAL_HOSTS"' },
  {
    name: "post-deploy",
    when: "when a deploy has succeeded",
    body: 'echo "$KAMAL_PERFORMER deployed $KAMAL_SERVICE_VERSION in $KAMAL_RUNTIME seconds"',
  },
  {
    name: "pre-proxy-reboot",
    when: "before the proxy restarts on a group of servers",
    body: 'echo "Rebooting the proxy on $KAMAL_HOSTS"',
  },
  {
    name: "post-proxy-reboot",
    when: "when the proxy has restarted on a group of servers",
    body: 'echo "Rebooted the proxy on $KAMAL_HOSTS"',
  },
];

/** Hooks to begin with. They run once they lose the ending \`.sample\`. */
export const sampleHooks: readonly { readonly path: string; readonly text: string }[] = samples.map(({ name, when, body }) => ({
  path: `.kamal/hooks/${name}.sample`,
  text: `#!/bin/sh
# Runs ${when}. Take \`.sample\` off its name to use it.
# It is told by KAMAL_COMMAND, KAMAL_SUBCOMMAND, KAMAL_VERSION, KAMAL_SERVICE_VERSION, KAMAL_HOSTS, KAMAL_ROLES,
# KAMAL_DESTINATION, KAMAL_PERFORMER and KAMAL_RECORDED_AT, as far as they apply.
set -eu

${body}
`,
}));

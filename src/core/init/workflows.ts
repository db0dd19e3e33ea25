/** Deploys what is pushed to the main branch. */
export const deployWorkflow = `name: Deploy
on: {push: {branches: [main]}}
permissions: {contents: read, packages: write, deployments: write, actions: read}
concurrency: production
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: landfall/landfall@v1
        with:
          environment: production
          ssh-private-key: \${{ secrets.SSH_PRIVATE_KEY }}
          ssh-known-hosts: \${{ vars.SSH_KNOWN_HOSTS }}
          secrets: \${{ toJSON(secrets) }}
`;

/** Goes back to an earlier version, from the page of the workflow. */
export const rollbackWorkflow = `name: Roll back
on:
  workflow_dispatch:
    inputs:
      version:
        description: A version, \`previous\`, or \`stable\` (the last one that served for an hour or longer)
        default: previous
permissions: {contents: read, packages: read, deployments: write, actions: read}
concurrency: production
jobs:
  rollback:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: landfall/landfall@v1
        with:
          command: rollback
          version: \${{ inputs.version }}
          environment: production
          ssh-private-key: \${{ secrets.SSH_PRIVATE_KEY }}
          ssh-known-hosts: \${{ vars.SSH_KNOWN_HOSTS }}
          secrets: \${{ toJSON(secrets) }}
`;

/** Gives every pull request a preview, where deploy.yml says how. */
export const previewWorkflow = `name: Previews
on:
  pull_request: {types: [opened, synchronize, reopened, labeled, closed, unlabeled]}
  schedule: [{cron: "17 3 * * *"}]
permissions: {contents: read, packages: write, deployments: write, pull-requests: write, actions: read}
concurrency: preview-\${{ github.event.number || 'all' }}-\${{ github.event.label.name }}
jobs:
  preview:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: landfall/landfall@v1
        with:
          command: preview
          ssh-private-key: \${{ secrets.PREVIEW_SSH_PRIVATE_KEY }}
          ssh-known-hosts: \${{ vars.SSH_KNOWN_HOSTS }}
          secrets: \${{ toJSON(secrets) }}
`;

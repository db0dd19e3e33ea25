const steps = `    steps:
      - uses: actions/checkout@v7
      - uses: landfall/landfall@v1
        with:`;

const access = `          ssh-private-key: \${{ secrets.SSH_PRIVATE_KEY }}
          ssh-known-hosts: \${{ vars.SSH_KNOWN_HOSTS }}
          secrets: \${{ toJSON(secrets) }}
`;

/** Deploys what is pushed to the main branch. */
export const deployWorkflow = `name: Deploy
on: {push: {branches: [main]}}
permissions: {contents: read}
concurrency: production
jobs:
  deploy:
    runs-on: ubuntu-latest
${steps}
${access}`;

/** Goes back to an earlier version, from the page of the workflow. */
export const rollbackWorkflow = `name: Roll back
on:
  workflow_dispatch:
    inputs:
      version:
        description: The version to make live again, usually a full commit hash
        required: true
permissions: {contents: read}
concurrency: production
jobs:
  rollback:
    runs-on: ubuntu-latest
${steps}
          command: rollback \${{ inputs.version }}
${access}`;

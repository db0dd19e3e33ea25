#!/usr/bin/env bash
# Everything that has to be green: style, types, the bundles, and all tests.
set -euo pipefail

npm run --silent check
npm run --silent check:dist
node test/lab/cli.ts images
vitest run

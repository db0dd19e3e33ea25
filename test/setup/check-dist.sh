#!/usr/bin/env bash
# The committed bundles are what the source makes: build them elsewhere and compare.
set -euo pipefail
cd "$(dirname "$0")/../.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
node test/setup/build.ts "$fresh"
diff -r dist "$fresh" >/dev/null || { echo "dist/ is not what src/ makes. Run: npm run build" >&2; exit 1; }

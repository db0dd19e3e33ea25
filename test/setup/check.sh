#!/usr/bin/env bash
# Types and style.
set -euo pipefail

tsc -p .
biome check .

#!/bin/sh
# Resolve pyproject.toml anew and write requirements.lock: exact versions, no addresses, no build tags.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pip-tools
"$work/venv/bin/pip-compile" --quiet --strip-extras --extra dev --extra bench --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --allow-unsafe \
  --output-file "$work/lock" pyproject.toml
{
  echo "# Exact versions of everything, made by \`make lock\`. Install with: pip install -r requirements.lock"
  sed -e '/^#/d' -e '/^-/d' -e '/^$/d' -e 's/+cpu$//' "$work/lock"
} >requirements.lock

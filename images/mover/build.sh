#!/bin/sh
# Builds the image of the movers from a base that is named by its digest, with the packages of uv.lock by their hashes and the wheel of
# this checkout. Usage: images/mover/build.sh BASE [TAG]; BUILDER: docker, podman or any with the same words. Default: docker.
set -eu
base=${1:-}
tag=${2:-socle-mover}
if ! printf '%s' "$base" | grep -Eqx '[a-z0-9][a-z0-9.:/_-]*@sha256:[0-9a-f]{64}' || [ "$(printf '%s' "$base" | wc -l)" -ne 0 ]; then
    echo "BASE is '$base' and no image by its digest: whoever may push would decide what the movers run" >&2
    echo "write BASE=registry/python@sha256:<digest>, as your registry says it" >&2
    exit 1
fi
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
cp "$root/images/mover/Containerfile" "$context/"
cd "$root"
.venv/bin/uv export --quiet --frozen --no-dev --extra move --no-emit-project --no-header --output-file "$context/requirements.txt" >/dev/null
.venv/bin/python -m build --wheel --no-isolation --outdir "$context" . >/dev/null
"${BUILDER:-docker}" build --pull --file "$context/Containerfile" --build-arg "BASE=$base" --tag "$tag" "$context"

# What every script of the kit stands on: it says what it does, does it only with GO=yes, and keeps counts without names of anything.
# shellcheck shell=bash
set -eo pipefail # without -u: an empty list is none to bash 3.2, which laptops have
KIT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SAVED=${SAVED:-$KIT/saved}
# shellcheck source=/dev/null
. "$KIT/settings.sh"

say() { printf '%s\n' "$*"; }

stop() {
  printf 'STOP: %s\n' "$*" >&2
  exit 1
}

# A command that changes something: shown always, run with GO=yes alone.
run() {
  printf '+'
  printf ' %q' "$@"
  printf '\n'
  if [ "${GO:-no}" = yes ]; then "$@"; fi
}

# A command that must be here before the first change is made.
needs() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || stop "$tool is not on this machine"
  done
}

s3() { aws --profile kit-platform --endpoint-url "$ENDPOINT" s3api "$@"; }

azure_sql() { psql "service=azure-$1" --no-psqlrc --set=ON_ERROR_STOP=1 --quiet "${@:2}"; }

platform_sql() { psql "service=platform-$1" --no-psqlrc --set=ON_ERROR_STOP=1 --quiet "${@:2}"; }

finished() {
  if [ "${GO:-no}" = yes ]; then say "done: $*"; else say "nothing was changed; with GO=yes it does: $*"; fi
}

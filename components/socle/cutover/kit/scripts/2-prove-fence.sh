#!/usr/bin/env bash
# Try to write on the platform as every client may: with each profile of CLIENT_PROFILES (aws) and each service of CLIENT_SERVICES (psql).
# What fails for another reason than being refused proves nothing, unless PLATFORM_DOWN=yes says that nobody answers there.
# CONNECTIONS: sessions of clients that the platform itself still lists; where it is not set, nothing is said of them.
# Ends with 1 where it is not proven. The line that begins with target-closed is what is recorded later; it names nothing.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
needs aws psql
: "${CLIENT_PROFILES:?name the aws profiles of clients, or - for none}"
: "${CLIENT_SERVICES:?name the psql services of clients, or - for none}"
kinds=0
refused=0
accepted=0
probe=$(mktemp)
said=$(mktemp)
trap 'rm -f "$probe" "$said"' EXIT
denials='AccessDenied|Forbidden|permission denied|CONNECT privilege|too many connections for database'
silences='Could not connect|Connect timeout|could not connect|timeout expired|Connection refused|No route to host|Network is unreachable'
# One way to write. It is refused when the platform says so, or, where it is down, when nobody answers.
try() {
  kinds=$((kinds + 1))
  if "$@" >"$said" 2>&1; then
    accepted=$((accepted + 1))
  elif grep -Eq "$denials" "$said" || { [ "${PLATFORM_DOWN:-no}" = yes ] && grep -Eq "$silences" "$said"; }; then
    refused=$((refused + 1))
  fi
}
if [ "$CLIENT_PROFILES" != - ]; then
  for profile in $CLIENT_PROFILES; do
    for bucket in "${BUCKETS[@]}"; do
      try aws --profile "$profile" --endpoint-url "$ENDPOINT" --cli-connect-timeout 5 --cli-read-timeout 20 \
        s3api put-object --bucket "$bucket" --key .fence-probe --body "$probe"
    done
  done
fi
if [ "$CLIENT_SERVICES" != - ]; then
  for service in $CLIENT_SERVICES; do
    try psql "service=$service connect_timeout=5" --no-psqlrc --command "CREATE TEMPORARY TABLE fence_probe (n int)"
  done
fi
[ "$kinds" -gt 0 ] || stop "nothing was tried, so nothing is proven"
counted=${CONNECTIONS:+ connections=$CONNECTIONS}
say "target-closed kinds=$kinds refused=$refused accepted=$accepted$counted datasets=$DATASETS minutes=${MINUTES:-0}"
[ -n "$counted" ] || say "sessions that are still open were not counted: set CONNECTIONS to what the platform's own list shows, or count them later"
[ "$accepted" -eq 0 ] || stop "$accepted of $kinds writes were accepted: the platform is open. Do not open Azure."
[ "$refused" -eq "$kinds" ] || stop "$((kinds - refused)) of $kinds writes failed without being refused (a profile, a service, the network?): nothing is proven"
[ "${MINUTES:-0}" -ge "$FENCE_MINUTES" ] || stop "set MINUTES to how long it has been closed: $FENCE_MINUTES at least"
say "the fence is proven: 3-open-azure.sh may run"

#!/usr/bin/env bash
# See that clients write on Azure again, with the services of CLIENT_SERVICES (psql) and the signed-in identity (az).
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
needs az psql
: "${CLIENT_SERVICES:?name the psql services of clients on Azure, or - for none}"
tried=0
failed=0
probe=$(mktemp)
trap 'rm -f "$probe"' EXIT
try() {
  tried=$((tried + 1))
  if ! "$@" >/dev/null 2>&1; then failed=$((failed + 1)); fi
}
for row in "${CONTAINERS[@]}"; do
  IFS='|' read -r account container <<<"$row"
  try az storage blob upload --auth-mode login --account-name "$account" --container-name "$container" --name .open-probe --file "$probe" --overwrite
done
if [ "$CLIENT_SERVICES" != - ]; then
  for service in $CLIENT_SERVICES; do
    try psql "service=$service" --no-psqlrc --command "CREATE TEMPORARY TABLE open_probe (n int)"
  done
fi
say "open tried=$tried failed=$failed"
[ "$tried" -gt 0 ] || stop "nothing was tried, so nothing is known"
[ "$failed" -eq 0 ] || stop "$failed of $tried writes failed: Azure is not given back yet"
say "Azure is given back. Write down the time; when forge and platform are there again, record it (checklist, last part)."

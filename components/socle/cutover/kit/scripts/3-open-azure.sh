#!/usr/bin/env bash
# Give authority back to Azure. FENCE_PROVEN=yes says that 2-prove-fence.sh has ended well; LOSS_SIGNED=yes that both roles signed the
# measured loss, where what was written on the platform has not come back.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
needs az psql
[ "${FENCE_PROVEN:-no}" = yes ] || stop "two could write: prove the platform's fence first, then FENCE_PROVEN=yes"
[ "${DRAINED:-no}" = yes ] || [ "${LOSS_SIGNED:-no}" = yes ] || stop "say DRAINED=yes (all that was written is back on Azure) or LOSS_SIGNED=yes"
for row in "${ACCOUNTS[@]}"; do
  IFS='|' read -r key id shared_keys public_network <<<"$row"
  run az storage account update --ids "$id" --allow-shared-key-access "$shared_keys" --public-network-access "$public_network"
  roles="$SAVED/roles-$key.tsv"
  [ -f "$roles" ] || stop "there is no $roles: 0-save.sh was not run. Give the writers' roles back by hand, from the checklist."
  while IFS=$'\t' read -r -u 3 principal role scope; do
    run az role assignment create --assignee-object-id "$principal" --role "$role" --scope "$scope"
  done 3<"$roles"
done
for row in "${AZURE_DATABASES[@]}"; do
  IFS='|' read -r server database <<<"$row"
  run azure_sql "$server" --dbname "$database" --file "$KIT/sequences.sql"
  run azure_sql "$server" --command "GRANT CONNECT ON DATABASE \"$database\" TO PUBLIC"
  run azure_sql "$server" --command "ALTER DATABASE \"$database\" CONNECTION LIMIT -1"
done
finished "Azure is open; next 4-names-back.sh"

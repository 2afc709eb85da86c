#!/usr/bin/env bash
# Lead the names back to Azure, in Azure's own zone: the host's zone is the platform's, and may be down with it.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
needs az
for row in "${NAMES[@]}"; do
  IFS='|' read -r name group zone legacy platform <<<"$row"
  run az network private-dns record-set a add-record --resource-group "$group" --zone-name "$zone" --record-set-name "$name" --ipv4-address "$legacy"
  run az network private-dns record-set a remove-record --resource-group "$group" --zone-name "$zone" --record-set-name "$name" --ipv4-address "$platform" --keep-empty-record-set
done
finished "names lead to Azure; answers are kept a minute, pools and JVMs longer. Next 5-prove-azure.sh"

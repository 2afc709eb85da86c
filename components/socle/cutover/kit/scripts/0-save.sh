#!/usr/bin/env bash
# Before the window, while everything runs: keep what the way back needs and no file of the estate knows. Changes nothing.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
needs az aws
mkdir -p "$SAVED"
chmod 700 "$SAVED"
for row in "${ACCOUNTS[@]}"; do
  IFS='|' read -r key id _ _ <<<"$row"
  az storage account show --ids "$id" --output json >"$SAVED/account-$key.json"
  az role assignment list --scope "$id" --query "[].[principalId,roleDefinitionId,scope]" --output tsv >"$SAVED/roles-$key.tsv"
done
for row in "${NAMES[@]}"; do
  IFS='|' read -r name group zone _ _ <<<"$row"
  az network private-dns record-set a show --resource-group "$group" --zone-name "$zone" --name "$name" --output json >"$SAVED/name-$name.json"
done
for bucket in "${BUCKETS[@]}"; do
  s3 get-bucket-policy --bucket "$bucket" --query Policy --output text >"$SAVED/policy-$bucket.json"
done
say "saved: ${#ACCOUNTS[@]} accounts, ${#NAMES[@]} names, ${#BUCKETS[@]} policies, in $SAVED"

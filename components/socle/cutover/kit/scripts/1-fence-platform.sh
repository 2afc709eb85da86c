#!/usr/bin/env bash
# Close the platform's copy to clients. First of all: before it is closed, nobody may write on Azure.
# With PLATFORM_DOWN=yes the platform is asked nothing; 2-prove-fence.sh then proves from outside that nobody reaches it.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
if [ "${PLATFORM_DOWN:-no}" = yes ]; then
  say "the platform is down: nothing can be closed there. Prove it from outside with 2-prove-fence.sh, and again when it comes back."
  exit 0
fi
needs aws psql
for bucket in "${BUCKETS[@]}"; do
  run s3 put-bucket-policy --bucket "$bucket" --policy "file://$KIT/policies/$bucket.json"
done
for row in "${PLATFORM_DATABASES[@]}"; do
  IFS='|' read -r instance database <<<"$row"
  run platform_sql "$instance" --command "ALTER DATABASE \"$database\" CONNECTION LIMIT 0"
  run platform_sql "$instance" --command "REVOKE CONNECT ON DATABASE \"$database\" FROM PUBLIC"
  run platform_sql "$instance" --command "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '$database' AND pid <> pg_backend_pid()"
done
finished "the platform's copy is closed; wait $FENCE_MINUTES minutes, then 2-prove-fence.sh"

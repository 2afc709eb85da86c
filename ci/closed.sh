#!/bin/sh
# Runs a command without a network, without a way to other processes and without a place to write but its own, by namespaces and by
# Landlock, where the machine lets an ordinary user do that. A line says which held; where neither does, the job is the only boundary.
# Usage: ci/closed.sh COMMAND...
set -eu
lock="$(dirname "$0")/landlock.py"
held=""
if said=$(python3 "$lock" --says 2>/dev/null); then
    held="Landlock ($said)"
    set -- python3 "$lock" "$@"
fi
if unshare --user --map-current-user --net --pid --fork --mount-proc --kill-child true 2>/dev/null; then
    held="namespaces (no network, no other process)${held:+ and $held}"
    set -- unshare --user --map-current-user --net --pid --fork --mount-proc --kill-child "$@"
fi
if [ -n "$held" ]; then
    echo "closed by: $held, inside the job" >&2
else
    echo "closed by: the job alone; this machine gives an ordinary user neither namespaces nor Landlock" >&2
fi
exec "$@"

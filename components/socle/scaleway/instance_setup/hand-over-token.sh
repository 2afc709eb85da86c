#!/bin/sh
# Takes a token from standard input, which opens the data volume. Never as an argument: those are visible to every process.
set -eu
umask 077
cat >/run/data-volume/token.new
mv /run/data-volume/token.new /run/data-volume/token

#!/bin/sh
# Opens and mounts the data volume with a key that is fetched for this and written to memory only.
# Formats the volume if nothing was ever written to it, and refuses if anything else than LUKS is on it. Safe to run again.
set -eu
umask 077
. /etc/data-volume # MOUNT, REGION, IDS

WORK=/run/data-volume
TOKEN=$WORK/token
KEY=$WORK/key
NAME=data

forget() {
    rm -f "$TOKEN" "$WORK/ids" "$WORK/header" "$WORK/answer" "$WORK/data" "$KEY"
}
trap forget EXIT

say() {
    echo "data volume: $*"
}

refuse() {
    say "refused: $*" >&2
    exit 1
}

uuid_of() {
    found=$(sed -n "s/^$1=\([0-9a-f-]\{36\}\)\$/\1/p" "$WORK/ids")
    [ -n "$found" ] || refuse "the machine's user data name no $1"
    echo "$found"
}

signatures() {
    wipefs --no-act --noheadings "$1"
}

if mountpoint -q "$MOUNT"; then
    say "already open"
    exit 0
fi

[ "$(findmnt --noheadings --output FSTYPE --target "$WORK")" = tmpfs ] || refuse "$WORK is not in memory"
[ -z "$(swapon --noheadings --show)" ] || refuse "there is swap, so the key could reach a disk"
[ -s "$TOKEN" ] || refuse "no token was handed over"

# User data is given to root only, which the host tells from the port that asks.
curl --silent --show-error --fail --retry 5 --max-time 30 --local-port 1-1023 --output "$WORK/ids" "$IDS" ||
    refuse "the machine's user data cannot be read"
DEVICE=/dev/disk/by-id/scsi-0SCW_sbs_volume-$(uuid_of volume)
SECRET=$(uuid_of secret)
[ -b "$DEVICE" ] || refuse "$DEVICE is not attached"

printf 'X-Auth-Token: %s\n' "$(cat "$TOKEN")" >"$WORK/header"
curl --silent --show-error --fail --proto '=https' --tlsv1.2 --retry 5 --max-time 30 \
    --header @"$WORK/header" --output "$WORK/answer" \
    "https://api.scaleway.com/secret-manager/v1beta1/regions/$REGION/secrets/$SECRET/versions/latest_enabled/access" ||
    refuse "the key cannot be read with this token"
jq --exit-status --raw-output .data <"$WORK/answer" >"$WORK/data" || refuse "the answer holds no key"
base64 --decode <"$WORK/data" >"$KEY" || refuse "the key is not base64"
[ "$(stat --format %s "$KEY")" -ge 32 ] || refuse "the key is shorter than 32 bytes"

if ! cryptsetup isLuks "$DEVICE"; then
    found=$(signatures "$DEVICE")
    [ -z "$found" ] || refuse "$DEVICE holds something that is not LUKS: it is not formatted"
    say "formatting $DEVICE, which was never written to"
    cryptsetup luksFormat --batch-mode --type luks2 --cipher aes-xts-plain64 --key-size 512 --pbkdf argon2id \
        --key-file "$KEY" "$DEVICE"
fi

[ -b "/dev/mapper/$NAME" ] || cryptsetup open --type luks2 --key-file "$KEY" "$DEVICE" "$NAME"

found=$(signatures "/dev/mapper/$NAME")
if [ -z "$found" ]; then
    mkfs.ext4 -q "/dev/mapper/$NAME"
fi
mkdir -p "$MOUNT"
mount -t ext4 -o nodev,nosuid "/dev/mapper/$NAME" "$MOUNT"
resize2fs "/dev/mapper/$NAME"
say "open at $MOUNT"

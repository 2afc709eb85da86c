#!/bin/sh
# Reads from the machine's user data who the other end is, which machine is in reserve and the pre-shared key, and applies
# what changed. Opens the tunnel again where that is our part and nothing else does. Runs at each start and every minute after it.
# Whatever cannot be read or understood changes nothing.
set -eu
umask 077

DATA=http://169.254.42.42/user_data
WORK=/run/tunnel
VICI=/run/charon.vici
BIRD=/run/bird/bird.ctl

forget() {
    rm -f "$WORK/ends.new" "$WORK/psk.new" "$WORK/psk.conf.new" "$WORK/ends.conf.new" "$WORK/reserve.bird.new" "$WORK/sas"
}
trap forget EXIT

refuse() {
    echo "tunnel: refused: $*" >&2
    exit 1
}

# User data is given to root only, which the host tells from the port that asks.
fetch() {
    curl --silent --show-error --fail --retry 5 --retry-connrefused --max-time 30 --local-port 1-1023 --output "$2" "$DATA/$1" ||
        refuse "the entry $1 of the user data cannot be read"
}

address_of() {
    found=$(sed -n "s/^$1=\([0-9]\{1,3\}\(\.[0-9]\{1,3\}\)\{3\}\)\$/\1/p" "$WORK/ends.new")
    [ -n "$found" ] || refuse "the user data name no address $1"
    echo "$found"
}

# One value, and nothing else of a file or an entry is taken: a line more is no line that anything runs or loads.
OPENS=$(sed -n 's/^OPENS=\(true\|false\)$/\1/p' /etc/default/tunnel)
[ "$OPENS" = true ] || [ "$OPENS" = false ] || refuse "/etc/default/tunnel does not say who opens the tunnel"

[ "$(findmnt --noheadings --output FSTYPE --target "$WORK")" = tmpfs ] || refuse "$WORK is not in memory"

fetch bridge-ends "$WORK/ends.new"
fetch bridge-psk "$WORK/psk.new"
AZURE=$(address_of azure)
OURS=$(address_of ours)
RESERVE=$(sed -n 's/^reserve=\(true\|false\)$/\1/p' "$WORK/ends.new")
[ -n "$RESERVE" ] || refuse "the user data do not say which machine is in reserve"
SECRET=$(sed -n 's/^ *secret = \(0s[A-Za-z0-9+/]\{1,\}=\{0,2\}\)$/\1/p' "$WORK/psk.new")
[ "$(printf '%s\n' "$SECRET" | grep -c 0s)" = 1 ] || refuse "the user data hold no pre-shared key, or several"
printf 'secrets {\n  ike-azure {\n    secret = %s\n  }\n}\n' "$SECRET" >"$WORK/psk.conf.new"

# Each time, since a filter that was loaded again has forgotten it. One transaction: there is no moment without.
nft -f - <<END
flush set inet tunnel azure
add element inet tunnel azure { $AZURE }
END

cat >"$WORK/ends.conf.new" <<END
include /etc/swanctl/azure.conf
connections {
  azure {
    local_addrs = $OURS
    remote_addrs = $AZURE
    local {
      id = $OURS
    }
    remote {
      id = $AZURE
    }
  }
}
END
echo "define RESERVE = $RESERVE;" >"$WORK/reserve.bird.new"

if ! cmp -s "$WORK/ends.conf.new" "$WORK/ends.conf" || ! cmp -s "$WORK/psk.conf.new" "$WORK/psk.conf"; then
    mv "$WORK/ends.conf.new" "$WORK/ends.conf"
    mv "$WORK/psk.conf.new" "$WORK/psk.conf"
    rm -f "$WORK/loaded"
fi
if [ ! -e "$WORK/loaded" ] && [ -S "$VICI" ]; then
    swanctl --load-all --noprompt --clear >/dev/null || refuse "strongSwan does not take the configuration"
    touch "$WORK/loaded"
    echo "tunnel: the connection to $AZURE and its key are loaded"
fi

if ! cmp -s "$WORK/reserve.bird.new" "$WORK/reserve.bird"; then
    chmod 0644 "$WORK/reserve.bird.new"
    mv "$WORK/reserve.bird.new" "$WORK/reserve.bird"
    rm -f "$WORK/configured"
fi
if [ ! -e "$WORK/configured" ] && [ -S "$BIRD" ]; then
    birdc configure >/dev/null || refuse "BIRD does not take the configuration"
    touch "$WORK/configured"
    echo "tunnel: this machine is $([ "$RESERVE" = true ] && echo in reserve || echo active)"
fi

# strongSwan tries again when nobody answers, not when it is refused, as while a key is new on one side only.
if [ "$OPENS" = true ] && [ -S "$VICI" ]; then
    swanctl --list-sas >"$WORK/sas"
    if ! grep -q INSTALLED "$WORK/sas" && { [ ! -s "$WORK/sas" ] || grep -q ESTABLISHED "$WORK/sas"; }; then
        swanctl --initiate --child azure --timeout 20 >/dev/null 2>&1 || echo "tunnel: $AZURE does not open it"
    fi
fi

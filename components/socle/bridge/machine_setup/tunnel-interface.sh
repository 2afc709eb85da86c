#!/bin/sh
# Makes the interface that the tunnel ends in, and gives it its address. Safe to run again.
set -eu

value_of() {
    found=$(sed -n "s/^$1=\([A-Za-z0-9./]\{1,\}\)\$/\1/p" /etc/default/tunnel)
    [ "$(printf '%s\n' "$found" | grep -c .)" = 1 ] || exit 1
    echo "$found"
}

INTERFACE=$(value_of INTERFACE)
INTERFACE_ID=$(value_of INTERFACE_ID)
ADDRESS=$(value_of ADDRESS)
MTU=$(value_of MTU)

ip link show "$INTERFACE" >/dev/null 2>&1 || ip link add "$INTERFACE" type xfrm if_id "$INTERFACE_ID"
ip link set "$INTERFACE" mtu "$MTU" up
ip address replace "$ADDRESS" dev "$INTERFACE"
# Loose: Azure may send before its routes are learned. Who may send what, the packet filter holds.
echo 2 >"/proc/sys/net/ipv4/conf/$INTERFACE/rp_filter"

#!/bin/sh
# Makes the interface that the tunnel ends in, and gives it its address. Safe to run again.
set -eu
. /etc/default/tunnel # INTERFACE, INTERFACE_ID, ADDRESS, MTU

ip link show "$INTERFACE" >/dev/null 2>&1 || ip link add "$INTERFACE" type xfrm if_id "$INTERFACE_ID"
ip link set "$INTERFACE" mtu "$MTU" up
ip address replace "$ADDRESS" dev "$INTERFACE"
# Loose: Azure may send before its routes are learned. Who may send what, the packet filter holds.
echo 2 >"/proc/sys/net/ipv4/conf/$INTERFACE/rp_filter"

#!/bin/sh
# Signs certificates, at ADDRESS, for names that are all at SITE. Its own certificate is signed by /root.pem.
set -eu
key="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
openssl req -x509 $key -keyout /root.key -out /root.pem -subj "/CN=The lab" -days 2
openssl req $key -keyout /pebble.key -out /pebble.csr -subj "/CN=Pebble"
echo "subjectAltName = IP:$ADDRESS" >/names
openssl x509 -req -in /pebble.csr -CA /root.pem -CAkey /root.key -CAcreateserial -extfile /names -days 2 -out /pebble.pem
cat >/pebble.json <<JSON
{"pebble": {
  "listenAddress": "0.0.0.0:14000", "managementListenAddress": "0.0.0.0:15000",
  "certificate": "/pebble.pem", "privateKey": "/pebble.key", "httpPort": 80, "tlsPort": 443
}}
JSON
pebble-challtestsrv -defaultIPv4 "$SITE" -defaultIPv6 "" -http01 "" -https01 "" -tlsalpn01 "" -dns01 127.0.0.1:8053 &
# It may refuse each nonce once and wait before each check, as clients have to bear; here that would only take time.
PEBBLE_VA_NOSLEEP=1 PEBBLE_WFE_NONCEREJECT=0 exec pebble -config /pebble.json -dnsserver 127.0.0.1:8053

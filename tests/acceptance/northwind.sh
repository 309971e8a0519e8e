#!/usr/bin/env bash
# Carries an order book of six CSV files from import to posted invoices, through `dovuto` alone,
# and ends with one line of JSON. Use: northwind.sh DIR
#
# DOVUTO names the program; where it is unset, it is built here.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
dir=$(cd "${1:?which folder holds the six CSV files}" && pwd)

if [[ -z ${DOVUTO:-} ]]; then
  (cd "$top" && cargo build --workspace --quiet)
  DOVUTO=${CARGO_TARGET_DIR:-$top/target}/debug/dovuto
fi

data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
unset DOVUTO_DATA_DIR

dovuto() { "$DOVUTO" --data-dir "$data" --as admin "$@"; }

bring_in() { # KIND FILE [--lines FILE]
  local kind=$1 file=$2
  shift 2
  dovuto import "$kind" "$dir/$file" "$@" --mapping "$here/northwind/$kind.toml" --json
}

"$DOVUTO" --data-dir "$data" firm create --name "Northwind Traders" --country US --currency USD \
  --member-name "Nancy Davolio" --member-code admin > /dev/null

bring_in carriers shippers.csv > /dev/null
bring_in customers customers.csv > /dev/null
bring_in products products.csv > /dev/null
orders=$(bring_in orders orders.csv --lines "$dir/order-details.csv")
bring_in shipments orders.csv > /dev/null
bring_in deliveries orders.csv > /dev/null

billed=$(dovuto bill post --all --json)
# What verify finds is for the last line to tell, not a reason to stop before it.
verified=$(dovuto verify --json) || true

printf '%s\n' "$orders" "$billed" "$verified" | jq --compact-output --slurp '
  . as [$orders, $billed, $verified]
  | ($billed.posted | map(.order_id) | unique | length) as $n
  | {
      orders_billed: $n,
      orders_unbilled: ($orders.documents - $n),
      lines: ($billed.totals | map(.lines) | add // 0),
      net_minor: ($billed.totals | map(.net_minor) | add // 0),
      charges_minor: ($billed.totals | map(.charges_minor) | add // 0),
      lines_off_list: $orders.lines_off_list,
      invoices: ($billed.posted | length),
      verify_findings: ($verified.findings | arrays // error("verify did not answer") | length)
    }'

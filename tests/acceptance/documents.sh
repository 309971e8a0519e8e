#!/usr/bin/env bash
# Lays out every kind of document in every layout that comes with the program, in every language,
# with 1, 25 and 300 lines, through `dovuto` alone, and checks each file with programs of others.
# Use: documents.sh OUT
#
# The files lie in OUT/print afterwards, called by kind, layout, lines and language. It ends with one
# line of JSON. DOVUTO names the program; where it is unset, it is built here.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
out=${1:?which folder the documents go to}
mkdir -p "$out/print"
rm -f "$out"/print/*.pdf
out=$(cd "$out" && pwd)

for needed in jq qpdf pdftotext pdffonts; do
  if ! command -v "$needed" > /dev/null; then
    echo "documents.sh needs $needed; on Debian and Ubuntu: apt-get install jq qpdf poppler-utils" >&2
    exit 1
  fi
done
if [[ -z ${DOVUTO:-} ]]; then
  (cd "$top" && cargo build --workspace --quiet)
  DOVUTO=${CARGO_TARGET_DIR:-$top/target}/debug/dovuto
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset DOVUTO_DATA_DIR
data=$work/data
sizes=(1 25 300)
today=$(date -u +%F)
yesterday=$(date -u -d yesterday +%F)

dovuto() { "$DOVUTO" --data-dir "$data" --as admin "$@"; }
ask() { dovuto do "$1" --json "$2"; }

bring_in() { # KIND FILE
  dovuto import "$1" "$work/$2" > "$work/mapping.toml" 2> /dev/null || true
  dovuto import "$1" "$work/$2" --mapping "$work/mapping.toml" --json > /dev/null
}

# An order of so many lines; what its key begins with says what becomes of it.
order() { # KEY CUSTOMER LINES
  awk -v key="$1" -v customer="$2" -v lines="$3" -v day="$yesterday" 'BEGIN {
    for (n = 1; n <= lines; n++) {
      quantity = n == 2 ? 99999 : (n * 7) % 90 + 1
      price = n == 2 ? "99999.99" : sprintf("%d.%02d", (n * 13) % 400 + 1, (n * 37) % 100)
      printf "%s,%s,%s,RID%05d,%d,%s,%d0\n", key, customer, day, n, quantity, price, n
    }
  }'
}

found() {
  "$DOVUTO" --data-dir "$data" firm create --name "Officine Meccaniche Fratelli Dell'Acqua e Figli S.p.A." \
    --country IT --currency EUR --member-name "Sara" --member-code admin > /dev/null
  {
    echo code,name,country,currency,basis,street,city,postcode,region,language,tax_id
    for size in "${sizes[@]}"; do
      printf '%s,%s,IT,EUR,dispatch,%s,%s,10121,TO,it,\n' "S$size" \
        "Società Cooperativa Agricola Produttori di Sant'Àmbrogio sull'Ìsola" \
        "Strada Provinciale 142 del Castello di Fenestrelle 1234/B" "Sant'Ambrogio di Torino"
    done
  } > "$work/customers.csv"
  {
    echo code,description,price,price_currency
    awk 'BEGIN {
      for (n = 1; n <= 300; n++)
        printf "RID%05d,Riduttore di precisione n. %d con flangia e albero cavo,%d.00,EUR\n", n, n, n
    }'
  } > "$work/products.csv"
  {
    echo code,customer,product
    for size in "${sizes[@]}"; do
      echo "THEIR-NUMBER-WITH-40-CHARACTERS-12345678,S$size,RID00001"
    done
  } > "$work/customer_codes.csv"
  {
    echo key,customer,ordered_on,product,quantity,unit_price,customer_line
    for size in "${sizes[@]}"; do
      for fate in later today back pick; do order "$fate-$size" "S$size" "$size"; done
    done
  } > "$work/orders.csv"
  {
    echo order,dispatched_on
    for size in "${sizes[@]}"; do
      printf '%s\n' "later-$size,$yesterday" "today-$size,$today" "back-$size,$today"
    done
  } > "$work/shipments.csv"
  {
    echo number,customer,issued_on,gross,currency
    for size in "${sizes[@]}"; do
      for ((n = 1; n <= size; n++)); do echo "OLD-$size-$n,S$size,$yesterday,$n.37,EUR"; done
    done
  } > "$work/open_invoices.csv"
  for kind in customers products customer_codes open_invoices orders shipments; do
    bring_in "$kind" "$kind.csv"
  done
  dovuto bill post --all --json > /dev/null
}

# What each kind is named by: a line each of kind, lines, name, and where its amounts stand.
named() {
  ask orders.list '{"limit":1000}' > "$work/orders.json"
  ask billing.invoices '{"limit":1000}' > "$work/invoices.json"
  ask fulfilment.list '{"limit":1000}' > "$work/shipments.json"
  local size po number order invoice
  of_po() { jq -r --arg po "$1" '.rows[] | select(.customer_po == $po) | .'"$2" "$work/orders.json"; }
  of_order() { jq -r --arg n "$1" '.rows[] | select('"$3"' == $n) | .'"$2" "$work/$4.json"; }
  for size in "${sizes[@]}"; do
    for fate in later today back; do
      po=$fate-$size
      number=$(of_po "$po" number)
      invoice=$(of_order "$number" invoice_id .order_number invoices)
      case $fate in
        later) echo "deferred_invoice $size $(of_order "$number" number .order_number invoices)" ;;
        today)
          echo "invoice $size $(of_order "$number" number .order_number invoices)"
          for kind in order_confirmation pro_forma proof_sheet; do echo "$kind $size $number"; done
          for kind in delivery_note packing_list return_slip; do
            echo "$kind $size $(of_order "$number" number .orders shipments)"
          done
          ;;
        back)
          jq -nc --arg id "$invoice" '{invoice_id: $id, reason: "Wrong goods",
            evidence: {reference: "claim 1", date: null, file_hash: null}}' \
            > "$work/cancel.json"
          echo "credit_note $size $(ask billing.cancel_invoice "$(cat "$work/cancel.json")" | jq -r .number)"
          ;;
      esac
    done
    number=$(of_po "pick-$size" number)
    order=$(of_po "pick-$size" order_id)
    ask fulfilment.plan "$(ask orders.show "{\"order\":\"$order\"}" |
      jq -c '.order_id as $id | {allow_excess: false, mode: null, carrier_id: null, planned_on: null,
        lines: [.lines[] | {order_id: $id, line_n, quantity: .ordered, replaces: null}]}')" > /dev/null
    echo "pick_list $size $number"
    echo "statement $size S$size"
  done
}

# The amounts that a posted document holds, in minor units, each once.
amounts() { # KIND NAME
  local id
  case $1 in
    invoice | deferred_invoice) ask billing.invoice "{\"invoice\":\"$2\"}" ;;
    credit_note)
      id=$(ask billing.credit_notes '{"limit":1000}' | jq -r --arg n "$2" \
        '.rows[] | select(.number == $n) | .credit_note_id')
      ask billing.credit_note "{\"credit_note_id\":\"$id\"}" | jq .credit_note
      ;;
    *) echo '{}' ;;
  esac | jq -r '[(.lines // [])[].net_minor, .totals.net_minor, .totals.tax_minor, .totals.gross_minor]
    | map(select(. != null)) | unique[]'
}

profiles=(plain italian_ddt german_window dense_technical letter_english)
languages=(it en de fr)

# Writes the whole matrix into a folder; one process does all of it.
matrix() { # DATA FOLDER
  local kind profile language
  mkdir -p "$2"
  for kind in $(cut -d' ' -f1 "$work/named" | sort -u); do
    for profile in "${profiles[@]}"; do
      for language in "${languages[@]}"; do
        mkdir -p "$2/cells/$kind-$profile-$language"
        jq -nc --arg kind "$kind" --arg profile "$profile" --arg language "$language" \
          --arg folder "$2/cells/$kind-$profile-$language" --arg id "$(cat /proc/sys/kernel/random/uuid)" \
          --args '{id: $id, command: "documents.run", actor: "admin", payload: {documents: $ARGS.positional,
            kind: $kind, profile: $profile, language: $language, folder: $folder, replace: true}}' \
          $(awk -v kind="$kind" '$1 == kind { print $3 }' "$work/named")
      done
    done
  done > "$work/requests"
  "$DOVUTO" --data-dir "$1" rpc < "$work/requests" > "$work/answers"
  jq -se 'map(select((.answer // .ok // .).n_refused != 0)) | .[:3] | if . == [] then empty else . end' \
    "$work/answers" >&2 && { echo "not every document was written" >&2; return 1; }
  local size name
  while read -r kind size name; do
    for profile in "${profiles[@]}"; do
      for language in "${languages[@]}"; do
        mv "$2/cells/$kind-$profile-$language/$name $kind.pdf" "$2/$kind-$profile-$size-$language.pdf"
      done
    done
  done < "$work/named"
  rm -r "$2/cells"
}

# What a file has to be, whatever it says: whole, with all its fonts, and with all its amounts.
check() { # FILE
  local file=$1 cell kind profile size language style missing
  cell=$(basename "$file" .pdf)
  IFS=- read -r kind profile size language <<< "$cell"
  qpdf --check "$file" > "$file.said" 2>&1 || { echo "$cell: $(tail -1 "$file.said")"; }
  pdffonts "$file" | awk -v cell="$cell" 'NR > 2 && $(NF - 4) != "yes" { print cell ": a font is missing: " $0 }'
  style=$language
  case $profile in italian_ddt | german_window) style=it ;; letter_english) style=en ;; esac
  pdftotext -layout "$file" - > "$file.said"
  # Thousands in French are set off by a narrow space, which is taken out on both sides.
  if [[ $style == fr ]]; then
    sed -E -i ':again; s/([ (-][0-9]{1,3}) ([0-9]{3}[0-9]*,)/\1\2/; t again' "$file.said"
  fi
  awk -v style="$style" '{
    sub(/^-/, "", $1)
    while (length($1) < 3) $1 = "0" $1
    cents = substr($1, length($1) - 1); whole = substr($1, 1, length($1) - 2); text = ""
    mark = style == "en" ? "," : style == "fr" ? "" : "."
    while (length(whole) > 3) {
      text = mark substr(whole, length(whole) - 2) text
      whole = substr(whole, 1, length(whole) - 3)
    }
    print whole text (style == "en" ? "." : ",") cents
  }' "$work/amounts-$kind-$size" > "$file.due"
  if [[ $kind != statement ]]; then
    awk -v n="$size" 'BEGIN { for (i = 1; i <= n; i++) printf "RID%05d\n", i }' >> "$file.due"
  fi
  missing=$(tr -s ' \n\f' '\n' < "$file.said" | sed 's/^[^0-9R]*//; s/[^0-9]*$//' | sort -u |
    comm -13 - <(sort -u "$file.due") | head -3 | tr '\n' ' ')
  [[ -z $missing ]] || echo "$cell: it does not say $missing"
  rm "$file.said" "$file.due"
}

found
named > "$work/named"
while read -r kind size name; do
  amounts "$kind" "$name" > "$work/amounts-$kind-$size"
done < "$work/named"

# The second time is another process, with nothing archived.
cp -r "$data" "$work/again"
matrix "$data" "$out/print"
matrix "$work/again" "$work/print"

export -f check
export work
problems=$(
  find "$out/print" -name '*.pdf' -print0 | sort -z |
    xargs -0 -P "$(nproc)" -I FILE bash -c 'check FILE'
  diff -rq "$out/print" "$work/print" || true
)
if [[ -n $problems ]]; then
  printf '%s\n' "$problems" >&2
fi
n_files=$(find "$out/print" -name '*.pdf' | wc -l)
n_problems=$(printf '%s' "$problems" | grep -c '' || true)
jq -nc --argjson documents "$n_files" --argjson problems "$n_problems" '{documents: $documents, problems: $problems}'
[[ $n_problems == 0 ]]

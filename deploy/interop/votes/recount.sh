#!/bin/bash
# Counts a secret vote again with public tools alone: curl, jq, openssl, coreutils, awk and somebody's checker of
# transparency logs. It shares nothing with the product; docs/secret-ballot.md explains each step.
#
#   recount.sh https://host 0198c0de-0000-7000-8000-00000000000a [program that checks a log: -url address -key key]
set -euo pipefail
export LC_ALL=C
host=${1:?the address of the server}; vote=${2:?the uuid of the vote}; checker=${3:-}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
broken=0
say() { printf '%-4s %s\n' "$@"; }
check() { local what=$1; shift; if "$@"; then say ok "$what"; else say BAD "$what"; broken=1; fi; }
get() { curl -fsS --max-time 60 --max-filesize 20000000 "$host$1"; }

# 1. What the server tells people, and the head of the log.
get "/v1/votes/$vote" >vote.json
get "/log/votes/$vote/checkpoint" >checkpoint
size=$(sed -n 2p checkpoint)
signed() { "$checker" -url "$host/log/votes/$vote" -key "$(jq -r .log.verifierKey vote.json)" >seen.json 2>seen.log; }
[ -z "$checker" ] || check "every entry is under the checkpoint that the log's key signed" signed

# 2. The entries, one a line: bundles of 256, each entry after its length in two bytes.
bundle() { # index width
    local n=$1 place; place=$(printf '%03d' $((n % 1000)))
    while n=$((n / 1000)); [ $n -gt 0 ]; do place=$(printf 'x%03d' $((n % 1000)))/$place; done
    if [ "$2" -lt 256 ]; then place=$place.p/$2; fi
    get "/log/votes/$vote/tile/entries/$place" | od -An -v -tu1 -w1 | awk '
        at == 0 { length_ = 256 * $1; at = 1; next }
        at == 1 { length_ += $1; at = 2; next }
        { printf "%c", $1; if (--length_ == 0) { print ""; at = 0 } }'
}
for ((n = 0; n * 256 < size; n++)); do
    left=$((size - n * 256)); bundle $n $((left < 256 ? left : 256))
done >entries
check "the server hands out $size entries" [ "$(wc -l <entries)" = "$size" ]
kind() { jq -c "select(.t == \"$1\")" entries; }
kind vote >first; kind ballot >ballots; kind closed >closed; kind opening >openings; kind result >result
check "first what is voted on, last the result" [ "$(sed -n 1p entries | jq -r .t) $(wc -l <first) $(wc -l <closed) $(wc -l <result)" = "vote 1 1 1" ]

# 3. The rules that are published are those fixed before the voting.
check "the published rules are those of the log" \
    [ "$(jq -j .rules.canonical vote.json | sha256sum | cut -c1-64)" = "$(jq -r .rules_sha256 first)" ]
share=$(jq -r '.threshold.rule + "\t" + .threshold.share' first)
check "the share is in the rules" grep -qF "$share" <(jq -j .rules.canonical vote.json)

# 4. Every ballot cast is opened, no other.
jq -r .c ballots | sort >cast
jq -r .c openings >opened
check "every ballot cast is opened, no other" cmp -s cast opened

# 5. Each opening is what was committed, with a token that the vote's key signed.
jq -r .key first | base64 -d | openssl pkey -pubin -inform DER -out key.pem
changed=0 forged=0
while read -r c token sig choice salt; do
    base64 -d <<<"$token" >token; base64 -d <<<"$sig" >sig
    digest=$(sha256sum token | cut -c1-64)
    [ "$(printf 'danchu.voting.v1.ballot\n%s\n%s\n%s\n%s\n' "$vote" "$digest" "$choice" "$salt" | sha256sum | cut -c1-64)" = "$c" ] ||
        changed=$((changed + 1))
    openssl dgst -sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48 -verify key.pem -signature sig token >/dev/null 2>&1 ||
        forged=$((forged + 1))
done < <(jq -r '[.c, .token, .sig, .choice, .salt] | @tsv' openings)
check "no choice was changed" [ $changed = 0 ]
check "no token is forged" [ $forged = 0 ]
check "no token was used twice" [ -z "$(jq -r .token openings | sort | uniq -d)" ]

# 6. Ballots, credentials, households, and the public list of who took part.
credentials=$(jq .credentials closed)
check "$(wc -l <cast) ballots, $credentials credentials, $(jq .households first) households" \
    [ "$(wc -l <cast)" -le "$credentials" -a "$credentials" -le "$(jq .households first)" ]
page=; : >listed
while :; do
    get "/v1/votes/$vote/participants?page_size=100${page:+&page_token=$page}" >list.json
    jq -r '.participants[]? | .village + " " + .code' list.json >>listed
    page=$(jq -r '.nextPageToken // "" | @uri' list.json); [ -n "$page" ] || break
done
check "as many households are listed, each once" [ "$(wc -l <listed) $(sort -u listed | wc -l)" = "$credentials $credentials" ]

# 7. The sum.
jq -r .choice openings | sort | uniq -c | awk '{ print $2, $1 }' >sum
jq -r '.counts[] | select(.votes > 0) | .option + " " + (.votes | tostring)' result | sort >said
check "the result is the sum: $(paste -sd, sum)" cmp -s sum said
read -r strict num den < <(jq -r '.threshold.share' first | sed -E 's/^(>?)([0-9]+)\/([0-9]+)$/\1 \2 \3/; s/^ /= /')
agree=$(awk '$1 == "AGREE" { print $2 }' sum); agree=${agree:-0}; total=$(jq .threshold.total first)
passed=false
if [ "$strict" = ">" ] && [ $((agree * den)) -gt $((num * total)) ] || [ "$strict" = "=" ] && [ $((agree * den)) -ge $((num * total)) ]; then passed=true; fi
check "$agree of $total agree, more than or at least $num/$den: passed is $passed" \
    [ "$passed $passed" = "$(jq .passed result) $(jq '.result.passed // false' vote.json)" ]
exit $broken

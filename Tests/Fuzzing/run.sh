#!/bin/sh
# Builds the fuzzer in FOLDER and runs each format for SECONDS; inputs that break something are kept in
# Fixtures/crashers/FORMAT, where the tests find them. Formats other than all can be named behind.
#   run.sh FOLDER SECONDS [FORMAT…]
set -eu
folder=$1
seconds=$2
shift 2
[ $# -gt 0 ] || set -- tcf2 tcf1 gpp usp ac keys json
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
swiftc=${SWIFTC:-swiftc}

# A module of the package, whole, with the sanitizers.
module() {
    name=$1
    sources=$2
    # shellcheck disable=SC2046
    "$swiftc" -O -wmo -parse-as-library -swift-version 6 -package-name ConsentBridge -module-name "$name" \
        -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility \
        -enable-upcoming-feature InternalImportsByDefault \
        -sanitize=fuzzer,address -I "$folder" -emit-module -emit-module-path "$folder/$name.swiftmodule" \
        -emit-object -o "$folder/$name.o" $(find "$sources" -name '*.swift')
}
module BoundedJSON "$root/Sources/BoundedJSON"
module ConsentStrings "$root/Sources/ConsentStrings"
module FuzzChecks "$root/Tests/FuzzChecks"
"$swiftc" -O -parse-as-library -swift-version 6 -module-name Target -sanitize=fuzzer,address -use-ld=lld -I "$folder" \
    -o "$folder/fuzz" "$here/Target.swift" "$folder/BoundedJSON.o" "$folder/ConsentStrings.o" "$folder/FuzzChecks.o"

# One file a line of the input, without the line's end.
seeds() {
    awk -v folder="$1" -v name="$2" '{ file = folder "/" name "-" NR; printf "%s", $0 > file; close(file) }'
}
strings() {
    sed -n 's/.*"s":"\([^"]*\)".*/\1/p' "$root/Fixtures/vectors/$1.jsonl"
}

status=0
for format in "$@"; do
    corpus=$folder/corpus/$format
    kept=$root/Fixtures/crashers/$format
    mkdir -p "$corpus" "$kept"
    case $format in
        tcf2) strings tcf2 | seeds "$corpus" tcf2; strings malformed | seeds "$corpus" malformed ;;
        gpp) strings gpp | seeds "$corpus" gpp; strings gpp-unsettled | seeds "$corpus" unsettled ;;
        keys) ;;
        json) for file in usp ac tcf1; do seeds "$corpus" "$file" < "$root/Fixtures/vectors/$file.jsonl"; done ;;
        *) strings "$format" | seeds "$corpus" "$format" ;;
    esac
    echo "== $format, $seconds seconds"
    log=$folder/$format.log
    if FUZZ_FORMAT=$format SWIFT_BACKTRACE=enable=no "$folder/fuzz" -max_total_time="$seconds" -max_len=4096 \
        -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$kept/" "$corpus" "$kept" \
        > "$log" 2>&1
    then
        grep -E 'number_of_executed_units|average_exec_per_sec' "$log"
    else
        status=1
        grep -E "^$format: |ERROR|SUMMARY|Fatal error|Test unit written" "$log" || tail -n 20 "$log"
    fi
done
exit $status

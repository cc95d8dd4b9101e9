#!/usr/bin/env bash
# Writes what came out of a profile, as far as it is trained, for version control: publish.sh PROFILE BIN STORE
#
# docs/results/PROFILE gets the page of all figures, its verdicts, the tables of every number, and results.tar.xz, an archive without
# weights (artifacts archive --results-only) from which others see the same page and can compute any network again. The digests
# of all that was computed go into pipeline/ledger/PROFILE.tsv.
set -euo pipefail
profile=$1 bin=$2 store=$3
out=docs/results/$profile
figures=$store/figures/$profile-finished
[ -f "$store/report/$profile-finished.html" ] || {
    echo "publish: $store has no page of profile $profile-finished; make publish PROFILE=$profile makes it first" >&2
    exit 66
}
for program in xz git; do
    command -v "$program" >/dev/null || { echo "publish: $program is missing; apt-get install ${program/xz/xz-utils}" >&2; exit 69; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# All of it is made before anything is replaced.
mkdir "$work/new"
cp -L "$store/report/$profile-finished.html" "$work/new/index.html"
cp -L "$store/report/$profile-finished.verdicts.json" "$work/new/verdicts.json"
for table in "$figures"/*/*.tsv; do
    # A figure of which nothing is trained has a head only.
    if [ "$(head -n 2 "$table" | wc -l)" -gt 1 ]; then cp -L "$table" "$work/new/"; fi
done
# Links of the page lead to what is published beside it; each of those to other files of the store is a line of its own, which goes.
page=$work/new/index.html
sed -E -i -e 's#href="\.\./figures/[^"]*/([^"/]+\.tsv)"#href="\1"#' -e "s#href=\"$profile-finished\.verdicts\.json\"#href=\"verdicts.json\"#" \
    -e '/<li><a href="\.\.\/figures\//d' "$page"
grep -oE 'href="[^"/]+\.tsv"' "$page" | cut -d'"' -f2 | sort -u | while read -r table; do
    [ -f "$work/new/$table" ] || sed -i "/<li><a href=\"$table\"/d" "$page"
done
"$bin/artifacts" archive paper --profile "$profile-finished" --results-only --output "$work/results.tar" --store "$store" --bin "$bin"
xz -T1 -9 "$work/results.tar"
mv "$work/results.tar.xz" "$work/new/"

# From the run records: when, where and how long.
tar -xJf "$work/new/results.tar.xz" -C "$work" --wildcards 'paper/data/recipes/*'
seconds() { grep -hoE "\"$1\":[0-9.e+-]+" "$2" | head -n 1 | cut -d: -f2; }
for record in "$work"/paper/data/recipes/*.json; do
    echo "$(seconds seconds "$record") $(seconds threads "$record")"
done | awk '{ total += $1 * $2 } END { printf "%.1f\n", total / 3600 }' >"$work/hours"
text() { grep -hoE "\"$1\":\"[^\"]+\"" "$work"/paper/data/recipes/*.json | cut -d'"' -f4 | sort -u; }
networks=$(find -L "$store/runs" -name 'metrics-*' | wc -l)
cat >"$work/new/README.md" <<END
# Results of profile $profile

Computed from $(text started | head -n 1 | cut -dT -f1) to $(text finished | tail -n 1 | cut -dT -f1) on $(text cpu | paste -sd, | sed 's/,/, /g'): $(cat "$work/hours") core-hours.
The profile is not complete: shown are the networks that are trained so far.

- [index.html](index.html): every claim of the paper with its verdict, and all figures
- [verdicts.json](verdicts.json), the same for programs; the tables of each figure: every number (\`.tsv\`) and means (\`.cells.tsv\`)
- results.tar.xz: all results, without the networks, masks and activations behind them, which can be computed again
- \`pipeline/ledger/$profile.tsv\`: the digests of all that was computed

Commit $(git rev-parse HEAD). There, in a clone of the repository,

    make import BAG=docs/results/$profile/results.tar.xz
    make paper PROFILE=$profile-finished

show the page again and compute no network. To compute one, and see whether it comes out with the same digest:

    .build/release/artifacts ls runs/
    .build/release/artifacts restore artifacts/runs/…/weights-e1.h5

Recipes name code, compiler and libraries, so this holds for the programs of that commit, built with the same compiler, and the same
HDF5. Later programs take the results over (\`make adopt STAGE=train\`) in a store in which these have shown them once. On other
systems, train a network and compare its digest with that of the ledger, which depends on none of this (\`artifacts ledger --check\`).
END

"$bin/artifacts" ledger paper --profile "$profile-finished" --store "$store" >/dev/null
ledger=pipeline/ledger
# Which networks the tables of a figure have depends on how far the profile is. Rows of what is not in this store stay.
touch "$ledger/$profile.tsv"
{
    head -n 1 "$ledger/$profile-finished.tsv"
    { tail -n +2 "$ledger/$profile.tsv"; tail -n +2 "$ledger/$profile-finished.tsv" | grep -v '^figures/'; } |
        awk -F '\t' '{ row[$1] = $0 } END { for (path in row) print row[path] }' | LC_ALL=C sort
} >"$work/ledger"
rm "$ledger/$profile-finished.tsv"
mv "$work/ledger" "$ledger/$profile.tsv"
rm -rf "$out"
mkdir -p docs/results
mv "$work/new" "$out"
echo "publish: $out and $ledger/$profile.tsv; $networks trainings, $(cat "$work/hours") core-hours, results.tar.xz of $(du -k "$out/results.tar.xz" | cut -f1) kB"

#!/usr/bin/env bash
# Builds one example for one scanner and shows what came out: demo.sh SEQC
set -euo pipefail
seqc=$1

design=examples/glu-gln-3t-precise.seq
scanner=examples/site-prisma-mrs.scanner
folder=glu-gln-3t-precise-site-prisma-mrs
file=$folder/glu-gln-3t-precise.seq

rm -rf "$folder"
echo "The pulse \`mix\` was found by seqc optimize and is pinned beside the design:"
head -n 12 examples/glu-gln-3t-precise.mix.pulse
echo
"$seqc" build "$design" --target pulseq
echo
echo "What the file holds:"
"$seqc" inspect "$file"
echo
echo "What was checked:"
"$seqc" check "$file" --scanner "$scanner" --margin
echo
echo "Its first and last lines:"
head -n 12 "$file"
echo "..."
tail -n 7 "$file"

# The signature once more, by another program: MD5 of everything before the line feed that precedes [SIGNATURE].
end=$(grep -abo '^\[SIGNATURE\]' "$file" | cut -d: -f1)
computed=$(head -c $((end - 1)) "$file" | md5sum | cut -d' ' -f1)
declared=$(sed -n 's/^Hash //p' "$file")
if [ "$computed" = "$declared" ]; then
  echo "md5sum agrees with the signature: $declared"
else
  echo "the signature is wrong: it says $declared, md5sum says $computed" >&2
  exit 1
fi

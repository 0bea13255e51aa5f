#!/usr/bin/env bash
# Builds one example for one scanner and shows what came out: demo.sh SEQC
set -euo pipefail
seqc=$1

rm -rf press-siemens-prisma
"$seqc" build examples/press.seq --target pulseq --scanner siemens-prisma
echo
echo "What the file holds:"
"$seqc" inspect press-siemens-prisma/press.seq
echo
echo "What was checked:"
"$seqc" check press-siemens-prisma/press.seq --scanner siemens-prisma --margin
echo
echo "Its first and last lines:"
head -n 12 press-siemens-prisma/press.seq
echo "..."
tail -n 7 press-siemens-prisma/press.seq

# The signature once more, by another program: MD5 of everything before the line feed that precedes [SIGNATURE].
end=$(grep -abo '^\[SIGNATURE\]' press-siemens-prisma/press.seq | cut -d: -f1)
computed=$(head -c $((end - 1)) press-siemens-prisma/press.seq | md5sum | cut -d' ' -f1)
declared=$(sed -n 's/^Hash //p' press-siemens-prisma/press.seq)
if [ "$computed" = "$declared" ]; then
  echo "md5sum agrees with the signature: $declared"
else
  echo "the signature is wrong: it says $declared, md5sum says $computed" >&2
  exit 1
fi

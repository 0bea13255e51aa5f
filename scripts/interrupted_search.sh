#!/usr/bin/env bash
# A search of 64 starts in a folder, stopped ten times and once killed, finds the pulse of one run, byte for byte:
# interrupted_search.sh SEQC
set -euo pipefail

seqc=$(realpath "$1")
starts=${STARTS:-64}
design=$(realpath "$(dirname "$0")/search.seq")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cp "$design" echo.seq

begin=$SECONDS
"$seqc" optimize echo.seq --starts "$starts" > serial.txt 2> /dev/null
serial=$((SECONDS - begin))
mv echo.mix.pulse serial.pulse

# Each run is stopped when a twelfth of the items more is done.
stops=0 kills=0 options=(echo.seq --starts "$starts" --work work)
items=$((starts + (starts / 8 > 0 ? starts / 8 : 1)))
finished() { find work/done -type f 2> /dev/null | wc -l; }
while [ $stops -lt 10 ]; do
  "$seqc" optimize "${options[@]}" > work.txt 2> work.log &
  process=$!
  while kill -0 $process 2> /dev/null && [ "$(finished)" -lt $((items * (stops + 1) / 12)) ]; do sleep 0.05; done
  if [ $stops = 4 ]; then
    kill -KILL $process 2> /dev/null && kills=$((kills + 1))
  else
    kill -INT $process 2> /dev/null || true
  fi
  wait $process 2> /dev/null || true
  stops=$((stops + 1))
  [ -e work/search.txt ] && options=(--work work)
  echo "stop $stops: $(finished) items done, $(find work/parts -type f | wc -l) half way"
done
before=$(finished)
"$seqc" optimize --work work > work.txt 2> work.log
after=$(finished)
[ "$before" -lt "$after" ] || { echo "the search was done before the last stop: nothing is shown by it"; exit 1; }
"$seqc" optimize --merge work > merged.txt 2> merged.log
cmp echo.mix.pulse serial.pulse
grep ^merged merged.txt
echo "interrupted-search: $stops stops, $kills of them by SIGKILL, at $before of $after items; same pulse as one run of $serial s"

#!/usr/bin/env bash
# Compares what seqc makes with what other programs make of the same: conformance.sh SEQC
#
# * Every example, built for each of two scanners, and every fixture in every version that can express it: pypulseq
#   reads the file (pypulseqpp where pypulseq lacks a feature), and its waveforms are compared with ours.
# * The pulses: SigPy designs and simulates the same; a simulation of its own finds the band that LIBRE spares.
# * Fingerprinting: isochromats of numpy through the emitted train give the signals of `seqc simulate --species`.
# * Nerve stimulation: pypulseq's port of the SAFE model on random sequences.
# * Findings: sarif-tools reads the SARIF of every case of golden/check, and sees the failures that the JSON names.
# * The spin dynamics: QuTiP simulates the same experiments on the same molecules.
# * The spectra: a simulator of its own plays the emitted files of PRESS, STEAM, a spin echo and the three sequences for
#   glutamate and glutamine, read with pypulseq.
# * The closed forms of our tests: density matrices. Seven molecules under pulse-acquire, PRESS, STEAM and semi-LASER, with
#   ideal and with shaped pulses: the same physics with QuTiP's operators, at the places that seqc states.
# * Headers of raw data: ismrmrd reads them, and the official schema (Debian's) is followed.
# * Waveform files of GE: pulserver compares them with the Pulseq files.
# * Printed protocols of Siemens: dicompare and protocol read them. Vespa's own classes read its files. The files for
#   JEMRIS are played by a script, with h5py, as JEMRIS plays them.
# * Simulated spectra as NIfTI-MRS: nifti-mrs validates and reads them, and they are those of the CSV.
#   A phantom's noise is what its truth states.
# * Basis sets: readers of each format, SciPy for Osprey's and suspect for LCModel's, give the simulated signals; the
#   spectra of FSL-MRS's folder are those of the simulator with QuTiP's operators.
# * The closed loop: phantoms with known concentrations are fitted with emitted basis sets, by a fit of its own, and
#   concentrations, their scatter and the bounds that seqc states agree.
# * Hand-offs and headers: xmllint holds them against their schemas, and the digest is worked out anew.
# * Reports: a Chromium, where one is installed, opens them at two widths, zooms, reads and hides, as a reader does.
#
# The other programs live in .venv, in the versions that conformance/requirements*.txt pin; readers of other targets
# in .venv-mrd, .venv-ge and so on, for they do not go together. The last line counts files and comparisons.
set -uo pipefail
seqc=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0
failed=0

install_peers() {
  local requirements
  for requirements in conformance/requirements*.txt; do
    cmp -s "$requirements" ".venv/$(basename "$requirements").installed" && continue
    [ -x .venv/bin/python ] || python3 -m venv .venv || return 1
    .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements" || return 1
    cp "$requirements" ".venv/$(basename "$requirements").installed"
  done
}

# install_alone NAME: a reader of another target, with all that it needs and nothing else.
install_alone() {
  local list=conformance/targets-$1.txt folder=.venv-$1
  cmp -s "$list" "$folder/installed.txt" && return
  [ -x "$folder/bin/python" ] || python3 -m venv "$folder" || return 1
  "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$list" || return 1
  cp "$list" "$folder/installed.txt"
}

# Waits until a core is free for one more job in the background.
cores=$(nproc)
spare() {
  while [ "$(jobs -rp | wc -l)" -ge "$cores" ]; do wait -n; done
}

# Builds an example for a scanner and exports its waveforms.
build() {
  local design=$1 scanner=$2 file=$3
  "$seqc" build "$design" --scanner "$scanner" -o "$file.seq" >"$file.log" 2>&1 &&
    "$seqc" inspect "$file.seq" --waveforms >"$file.json" || rm -f "$file.json"
}

# Counts an example that was not built, unless the scanner may be unable to play it.
account() {
  local scanner=$1 file=$2 name
  name=$(basename "$file")
  [ ! -e "$file.json" ] || return 0
  if [[ $scanner != *ge-premier* ]]; then
    echo "NOT BUILT: $name"
    failed=$((failed + 1))
  else
    echo "left out: $name"
  fi
  grep -E '^error' "$file.log" | sort | uniq -c
}

# compare FOLDER [OPTION...]: counts the files as the peers judge them.
compare() {
  local log="$folder/peers.log" bad
  .venv/bin/python conformance/pulseq_peers.py --verbose "${@:2}" "$1" | tee "$log"
  bad=$(grep -cE '^(DIFFERS|TIMING|no peer reads it): ' "$log")
  failed=$((failed + bad))
  passed=$((passed + $(grep -cE '^(agrees|DIFFERS|TIMING|no peer reads it)[^:]*: ' "$log") - bad))
}

install_peers || { echo "conformance: 0 passed, 1 failed"; exit 1; }

mkdir -p "$folder/examples"
asked=()
for design in examples/*.seq; do
  scanners=(siemens-prisma conformance/ge-premier-working.scanner)
  # Pulses that take long are for a site whose scanner plays them.
  [[ $design != *mega-press* && $design != *hermes* ]] || scanners=(examples/site-prisma-mrs.scanner "${scanners[1]}")
  # A design that names a profile beside it is for that one.
  own=$(sed -n 's/^scanner "\(.*\)"$/\1/p' "$design")
  [ -z "$own" ] || scanners=("examples/$own")
  for scanner in "${scanners[@]}"; do
    file=$folder/examples/$(basename "$design" .seq)-$(basename "$scanner" .scanner)
    asked+=("$scanner" "$file")
    spare
    build "$design" "$scanner" "$file" &
  done
done
wait
for ((index = 0; index < ${#asked[@]}; index += 2)); do account "${asked[index]}" "${asked[index + 1]}"; done
compare "$folder/examples"

SEQC_PEER_DIRECTORY="$folder/fixtures" swift test --disable-xctest \
  --filter PulseqPeerExportTests.fixturesAreEmittedInEveryVersion >"$folder/log" 2>&1 || tail -n 20 "$folder/log"
# Some fixtures lie off the raster on purpose.
compare "$folder/fixtures/emitted" --no-timing

# judge TITLE SCRIPT [ARGUMENT...]: starts a script that prints a line for each comparison, and their number.
titles=()
python=.venv/bin/python
judge() {
  spare
  titles+=("$1")
  local log=$folder/judge.${#titles[@]}
  { "$python" "${@:2}" 2>"$log.errors" || tail -n 20 "$log.errors"; } >"$log" &
}

# Shows what the scripts said, in the order in which they were started, and counts.
finished=0
conclude() {
  local index log
  wait
  for ((index = 0; index < ${#titles[@]}; index++)); do
    log=$folder/judge.$((index + 1))
    cat "$log"
    passed=$((passed + $(grep -c ' ok$' "$log")))
    failed=$((failed + $(grep -c ' FAIL$' "$log")))
    if grep -q '[1-9][0-9]* comparisons, 0 failed$' "$log"; then
      finished=$((finished + 1))
    else
      echo "the comparison of ${titles[index]} did not finish well"
    fi
  done
}

# The longest first.
OMP_NUM_THREADS=1 judge "emitted spectra" conformance/emitted_spectra.py "$seqc"
judge pulses conformance/pulse_profiles.py
judge "water excitation" conformance/water_excitation.py "$seqc"
OMP_NUM_THREADS=1 judge fingerprinting conformance/fingerprint_signal.py "$seqc"
judge "nerve stimulation" conformance/safe_stimulation.py "$seqc"
judge "findings as SARIF" conformance/sarif_reading.py "$seqc"
# Beside the program and with its flags, so that nothing is compiled twice.
build=${seqc%/release/seqc}
# shellcheck disable=SC2046 # several words
swift build -c release --scratch-path "$build" $(scripts/cpu_flags.sh) --product SpinDynamicsProbe \
  >"$folder/log" 2>&1 || tail -n 20 "$folder/log"
judge "spin dynamics" conformance/spin_dynamics.py "$seqc" "$build/release/SpinDynamicsProbe"
OMP_NUM_THREADS=1 judge "closed forms" conformance/analytic_echoes.py
OMP_NUM_THREADS=1 judge "simulated spectra" conformance/simulated_spectra.py "$seqc"
OMP_NUM_THREADS=1 judge "spectra of a basis set" conformance/basis_spectra.py "$seqc"
for target in mrd:mrd_header ge:ge_waveforms siemens:siemens_printout vespa:vespa_export jemris:jemris_files \
  nifti-mrs:nifti_mrs_files basis:basis_sets; do
  install_alone "${target%:*}" || {
    echo "the reader of target ${target%:*} was not installed"
    failed=$((failed + 1))
    continue
  }
  python=.venv-${target%:*}/bin/python judge "target ${target%:*}" "conformance/${target#*:}.py" "$seqc"
done
OMP_NUM_THREADS=1 python=.venv-nifti-mrs/bin/python judge "the closed loop" conformance/closed_loop "$seqc"
python=python3 judge schemas conformance/handoff_schema.py "$seqc"

if "$python" -c 'import sys; sys.path.insert(0, "conformance"); import devtools; sys.exit(devtools.installed() is None)'; then
  python=python3 judge reports conformance/report_browser.py "$seqc"
else
  echo "the reports were not opened: no Chromium is installed"
fi

conclude
echo "conformance: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ] && [ "$finished" = "${#titles[@]}" ]

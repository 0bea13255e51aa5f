# The tasks of a developer and of a user who builds from source; `make` lists them.

PREFIX ?= /usr/local
# Release builds use AVX2 where this CPU has it; PORTABLE=1 builds for every CPU of the architecture, in a folder beside.
PORTABLE ?=
CPU_FLAGS := $(shell PORTABLE=$(PORTABLE) scripts/cpu_flags.sh)
BUILD := .build$(if $(PORTABLE),/portable)
SEQC := $(BUILD)/release/seqc
RELEASE := swift build -c release --scratch-path $(BUILD) $(CPU_FLAGS)
CODE := Package.swift Sources Tests benchmarks conformance/probe
export PORTABLE

.PHONY: help what-the-optimizer-found glu-gln-results closed-loop examples example-verdicts demo test soak hostility fuzz sanitize conformance corpus-check determinism interrupted-search cluster-test budgets bench bench-optimizer bench-check bench-simulation lint format release install uninstall clean dependencies

help:
	@echo "make demo         build the program and one example, and show what was checked"
	@echo "make test         run all tests"
	@echo "make soak         hold the properties of all checks against 100 000 random sequences (SOAK=N: N of them)"
	@echo "make examples     build and check every example, and read it back with pypulseq (needs the network once)"
	@echo "make example-verdicts  hold the sequences of the literature against all 3 T scanners: docs/example-verdicts.md"
	@echo "make hostility    attack the program with files and circumstances made to harm it"
	@echo "make fuzz         let libFuzzer look for files that make a reader fall, a minute each (FUZZ=SECONDS)"
	@echo "make sanitize     run the tests with AddressSanitizer, and with ThreadSanitizer (FILTER=TESTS: some of them)"
	@echo "make conformance  compare emitted files with what pypulseq reads in them (needs the network once)"
	@echo "make corpus-check  hold public sequences against scanners, and write docs/corpus-check.md (CORPUS=FOLDER)"
	@echo "make glu-gln-results  make the tables of docs/glu-gln-results.md anew (a quarter of an hour)"
	@echo "make closed-loop  fit phantoms of these sequences, and make the tables of what comes back (ten minutes; LOOP=FOLDER keeps the simulations)"
	@echo "make what-the-optimizer-found  make the tables of docs/what-the-optimizer-found.md anew (some minutes)"
	@echo "make determinism  build and search several times, with other threads and instructions: the same bytes"
	@echo "make interrupted-search  stop a search of 64 starts ten times: the same pulse as without"
	@echo "make cluster-test  search under a real Slurm on this machine that kills, drains and requeues (as root)"
	@echo "make budgets      count the instructions of some runs, and hold them against benchmarks/budgets.txt"
	@echo "make bench        time reading, checking and writing beside pypulseq and pypulseqpp (CORPUS=FOLDER: its files, too)"
	@echo "make bench-optimizer  time the optimizer beside PyTorch (needs the network once)"
	@echo "make bench-check   time the checks on long sequences"
	@echo "make bench-simulation  time the simulation of a voxel beside NumPy and QuTiP (needs the network once)"
	@echo "make lint         check the layout of the code"
	@echo "make format       lay the code out"
	@echo "make install      put program, completions and manual under PREFIX ($(PREFIX))"
	@echo "make uninstall    take them away again"
	@echo "make clean        remove build products"
	@echo "PORTABLE=1 after any of these: a program for every CPU of this architecture, with the same results"

dependencies:
	@scripts/dependencies.sh

release: dependencies
	$(RELEASE) --product seqc

demo: release
	@scripts/demo.sh $(SEQC)

test: dependencies
	swift test --disable-xctest

# The same tests as in `make test`, with more sequences.
SOAK ?= 100000

soak: dependencies
	SEQC_SOAK=$(SOAK) swift test --disable-xctest --filter CheckInvariantTests

hostility: release
	@python3 scripts/hostility.py $(SEQC)

FUZZ ?= 60

fuzz: dependencies
	@scripts/fuzz.sh $(FUZZ)

# Each in a folder of its own: what is built with one sanitizer cannot be linked with the other. The threads that
# ThreadSanitizer is to watch are those within tests; tests side by side take it hours.
FILTER ?= .

sanitize: dependencies
	ASAN_OPTIONS=detect_leaks=0 swift test --disable-xctest --sanitize=address --scratch-path .build/address --filter "$(FILTER)"
	swift test --disable-xctest --no-parallel --sanitize=thread --scratch-path .build/thread -Xswiftc -DTHREAD_SANITIZER --filter "$(FILTER)"

conformance: release
	@scripts/dependencies.sh python3-venv ismrmrd-schema libxml2-utils
	@scripts/conformance.sh $(SEQC)

# The environment of `make conformance`, of which the readers of Pulseq files are needed only.
examples: release
	@scripts/dependencies.sh python3-venv
	@[ -x .venv/bin/python ] || python3 -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check -r conformance/requirements.txt
	@scripts/examples.sh $(SEQC)

example-verdicts: release
	@python3 scripts/example_verdicts.py $(SEQC)

corpus-check: release
	@python3 conformance/corpus_check.py $(SEQC) $(CORPUS)

# The build of the tests is without AVX2 and, but for its kernels, without optimisation.
glu-gln-results: release
	@scripts/glu_gln_results.sh $(SEQC)

# LOOP=FOLDER keeps basis sets and phantoms: a second run with the same program only fits.
closed-loop: release
	@scripts/dependencies.sh python3-venv
	@scripts/closed_loop.sh $(SEQC) $(LOOP)

# By the test that holds the page to its claims.
what-the-optimizer-found: dependencies
	SEQC_EXPLAIN=1 UPDATE_GOLDEN=1 swift test --disable-xctest --filter WhatTheOptimizerFoundTests

determinism: release
	swift build --product seqc
	@scripts/determinism.sh $(SEQC) .build/debug/seqc

interrupted-search: release
	@scripts/interrupted_search.sh $(SEQC)

cluster-test: release
	@scripts/dependencies.sh munge slurm-wlm
	@scripts/cluster_test.sh $(SEQC)

budgets: release
	@scripts/dependencies.sh valgrind
	@scripts/budgets.sh $(SEQC)

bench: release
	@scripts/dependencies.sh python3-venv
	@benchmarks/scale/run.sh $(SEQC) $(if $(CORPUS),--corpus $(CORPUS))

bench-optimizer: dependencies
	@scripts/dependencies.sh python3-venv
	$(RELEASE) --product OptimizerBenchmark
	@benchmarks/optimizer/run.sh $(BUILD)/release/OptimizerBenchmark

bench-check: release
	@benchmarks/checking/run.sh $(SEQC)

bench-simulation: release
	@scripts/dependencies.sh python3-venv
	@benchmarks/simulation/run.sh $(SEQC)

lint:
	swift format lint --strict --recursive --parallel $(CODE)

format:
	swift format --in-place --recursive --parallel $(CODE)

# A binary without Swift's runtime beside it: it needs libxml2, libstdc++, libc and libm only.
STATIC_BUILD := .build/static$(if $(PORTABLE),-portable)
STATIC := $(STATIC_BUILD)/release/seqc

install: dependencies
	swift build -c release --static-swift-stdlib --product seqc --scratch-path $(STATIC_BUILD) $(CPU_FLAGS)
	install -s -D -m 755 $(STATIC) $(DESTDIR)$(PREFIX)/bin/seqc
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -d $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(STATIC) manual > $(DESTDIR)$(PREFIX)/share/man/man1/seqc.1
	$(STATIC) completions bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/seqc
	$(STATIC) completions zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_seqc
	$(STATIC) completions fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/seqc.fish

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/seqc $(DESTDIR)$(PREFIX)/share/man/man1/seqc.1
	rm -f $(DESTDIR)$(PREFIX)/share/bash-completion/completions/seqc
	rm -f $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_seqc
	rm -f $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/seqc.fish

clean:
	rm -rf .build .venv .venv-*

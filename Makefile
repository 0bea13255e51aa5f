# The tasks of a developer and of a user who builds from source; `make` lists them.

PREFIX ?= /usr/local
SEQC := .build/release/seqc
CODE := Package.swift Sources Tests

.PHONY: help demo test conformance determinism lint format release install uninstall clean dependencies

help:
	@echo "make demo         build the program and one example, and show what was checked"
	@echo "make test         run all tests"
	@echo "make conformance  compare emitted files with what pypulseq reads in them (needs the network once)"
	@echo "make determinism  build every example twice, with and without FMA: the same bytes"
	@echo "make lint         check the layout of the code"
	@echo "make format       lay the code out"
	@echo "make install      put program, completions and manual under PREFIX ($(PREFIX))"
	@echo "make uninstall    take them away again"
	@echo "make clean        remove build products"

dependencies:
	@scripts/dependencies.sh

release: dependencies
	swift build -c release --product seqc

demo: release
	@scripts/demo.sh $(SEQC)

test: dependencies
	swift test --disable-xctest

conformance: release
	@scripts/dependencies.sh python3-venv
	@scripts/conformance.sh $(SEQC)

determinism: release
	@scripts/determinism.sh $(SEQC)

lint:
	swift format lint --strict --recursive --parallel $(CODE)

format:
	swift format --in-place --recursive --parallel $(CODE)

# A binary without Swift's runtime beside it: it needs libxml2, libstdc++, libc and libm only.
STATIC := .build/static/release/seqc

install: dependencies
	swift build -c release --static-swift-stdlib --product seqc --scratch-path .build/static
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
	rm -rf .build .venv

# make demo     the main job against a scripted CMP on this machine
# make test     all tests
# make torture  the simulation on 1,000 seeds, and 200 real kills; a failing seed prints how to repeat it
# make lint     the formatter's opinion, which the continuous integration shares
# make bench    codec, pulling, store and the whole job beside C and Python: twenty minutes on a quiet machine
# make fuzz     damaged strings without end, FUZZ_SECONDS for each format (libFuzzer, Linux)
# make sanitize the tests of the decoders with the address sanitizer
# make install  a release build with adapters, fixtures, completions and manual; PREFIX and DESTDIR as usual
#
# Each installs the Debian packages that are missing. demo and test share one debug build.

PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
SEEDS ?= 1000
KILLS ?= 200
RATIOS ?= Benchmarks/.build-data/ratios.txt
SWIFT ?= swift
RELEASE = --configuration release --static-swift-stdlib --scratch-path .build-release --product consentbridge
# The usual linker of Linux warns of each function of the sanitizer.
SANITIZE = --scratch-path .build-sanitize --sanitize=address $(if $(filter Linux,$(shell uname)),-Xswiftc -use-ld=lld)
SHARE = $(DESTDIR)$(PREFIX)/share

.PHONY: demo test torture lint bench fuzz sanitize install packages clean

demo: packages
	$(SWIFT) build --product consentbridge
	@.build/debug/consentbridge demo

test: packages
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

torture: packages
	$(SWIFT) build --build-tests
	SIMULATION_SEEDS=$(SEEDS) KILLS=$(KILLS) $(SWIFT) test --skip-build --filter 'SimulationTests|EveryCallTests|KillTests'

lint:
	$(SWIFT) format lint --strict --recursive --parallel --configuration .swift-format Package.swift Sources Tests \
		Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks

bench:
	@sh .ci/packages nginx-light wrk curl libssl-dev
	$(SWIFT) build $(RELEASE)
	@sh Benchmarks/Peers/setup.sh Benchmarks/.build-data
	$(SWIFT) build --package-path Benchmarks --configuration release --product Ratios
	$(SWIFT) build --package-path Benchmarks --configuration release --product PullJob
	$(SWIFT) build --package-path Benchmarks --configuration release --product StoreJob
	@Benchmarks/.build/release/Ratios Benchmarks/.build-data .build-release/release/consentbridge Adapters > $(RATIOS).part
	@mv $(RATIOS).part $(RATIOS) && cat $(RATIOS)

fuzz:
	@sh Tests/Fuzzing/run.sh .build-fuzz $(FUZZ_SECONDS)

# Leaks are not looked for: the test runner and Foundation have a few of their own.
sanitize: packages
	$(SWIFT) build --build-tests $(SANITIZE)
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --skip-build $(SANITIZE) --filter 'BoundedJSONTests|ConsentStringsTests|OptInTests'

install: packages
	$(SWIFT) build $(RELEASE)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/consentbridge $(SHARE)/man/man1 \
		$(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	install -m 755 .build-release/release/consentbridge $(DESTDIR)$(PREFIX)/bin/consentbridge
	rm -rf $(SHARE)/consentbridge/Adapters $(SHARE)/consentbridge/Fixtures
	cp -R Adapters $(SHARE)/consentbridge/Adapters
	install -d $(SHARE)/consentbridge/Fixtures
	cp -R Fixtures/demo Fixtures/scenarios $(SHARE)/consentbridge/Fixtures
	.build-release/release/consentbridge --generate-completion-script bash \
		> $(SHARE)/bash-completion/completions/consentbridge
	.build-release/release/consentbridge --generate-completion-script zsh > $(SHARE)/zsh/site-functions/_consentbridge
	.build-release/release/consentbridge --generate-completion-script fish \
		> $(SHARE)/fish/vendor_completions.d/consentbridge.fish
	.build-release/release/consentbridge manual > $(SHARE)/man/man1/consentbridge.1

packages:
	@sh .ci/packages

clean:
	rm -rf .build .build-release .build-fuzz .build-sanitize Benchmarks/.build Benchmarks/.build-data

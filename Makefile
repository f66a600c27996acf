# Hornbill. `make lesson` builds everything and runs the lesson; `make test` builds and runs every test. Both install what
# they need, system packages included. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build

PYTHON ?= python3
PREFIX ?= /usr/local
DESTDIR ?=
VERSION := $(shell sed -n 's/^#define HBL_VERSION "\(.*\)"/\1/p' include/hornbill.h)

# Where things are built: the library, the virtual environment, programs in C.
LIBRARY := .build/release/libhornbill.so
VENV := .venv
BUILD := build
VENV_PYTHON := $(VENV)/bin/python

SWIFT_FLAGS := -c release $(shell Sources/HornbillC/Linking/flags compile)
CFLAGS := -std=c11 -O2 -Wall -Wextra -Werror -Iinclude
CXXFLAGS := -std=c++17 -O2 -Wall -Wextra -Werror -Iinclude
LINK := -L.build/release -lhornbill -Wl,-rpath,$(CURDIR)/.build/release

.PHONY: build test lesson bench bench-arrays install uninstall help clean
.PHONY: system venv package test-swift test-c test-python test-install lesson-c lesson-swift lesson-python asan fuzz

help:
	@echo "make            build libhornbill.so"
	@echo "make lesson     build everything and run the lesson in Python, C and Swift"
	@echo "make test       build and run every test: Swift, C, Python"
	@echo "make bench      time Hornbill against Keras on JAX, TensorFlow and PyTorch"
	@echo "make bench-arrays  time functions on arrays against NumPy"
	@echo "make asan       run the Swift and C tests with Address Sanitizer"
	@echo "make fuzz       call every C function on tensors a million times in all, with Address and Leak Sanitizer"
	@echo "make install    install header, library and hornbill.pc under PREFIX ($(PREFIX))"
	@echo "make clean      delete what was built"

# ---- What the machine needs --------------------------------------------------------------

PACKAGES := build-essential libdnnl-dev libopenblas0 zlib1g-dev pkg-config python3-dev python3-venv
system:
	@command -v swift >/dev/null || { echo "hornbill: no swift on the PATH; see https://www.swift.org/install" >&2; exit 1; }
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
		$$sudo apt-get update -q && $$sudo apt-get install -y -q $$missing; \
	fi

# ---- The library -------------------------------------------------------------------------

build: system
	swift build -c release --product hornbill $$(Sources/HornbillC/Linking/flags)
	@ln -sf libhornbill.so .build/release/libhornbill.so.1

install: build
	install -d $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/lib/pkgconfig
	install -m 644 include/hornbill.h $(DESTDIR)$(PREFIX)/include/
	install -m 755 -s $(LIBRARY) $(DESTDIR)$(PREFIX)/lib/libhornbill.so.$(VERSION)
	ln -sf libhornbill.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libhornbill.so.1
	ln -sf libhornbill.so.1 $(DESTDIR)$(PREFIX)/lib/libhornbill.so
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' Sources/HornbillC/Linking/hornbill.pc.in \
		> $(DESTDIR)$(PREFIX)/lib/pkgconfig/hornbill.pc
	@if [ -z "$(DESTDIR)" ] && [ $$(id -u) = 0 ]; then ldconfig; fi

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/include/hornbill.h $(DESTDIR)$(PREFIX)/lib/libhornbill.so* \
		$(DESTDIR)$(PREFIX)/lib/pkgconfig/hornbill.pc

# ---- The Python package, in a virtual environment ----------------------------------------

venv: build
	@test -x $(VENV_PYTHON) || $(PYTHON) -m venv $(VENV)
	@HORNBILL_LIBRARY=$(CURDIR)/$(LIBRARY) $(VENV_PYTHON) -m pip install -q "./python[lesson,test]"

# ---- The lesson --------------------------------------------------------------------------

DIGITS := python/hornbill/datasets/mnist-5k.npz

lesson: lesson-python lesson-c lesson-swift

lesson-python: venv
	$(VENV_PYTHON) -m hornbill examples/python/lesson.py --output lesson-output

lesson-c: $(BUILD)/lesson-c
	$(BUILD)/lesson-c $(DIGITS)

lesson-swift: build
	swift run --package-path examples/swift $(SWIFT_FLAGS) lesson $(DIGITS)

$(BUILD)/lesson-c: examples/c/lesson.c examples/c/npz.c examples/c/npz.h build | $(BUILD)/.
	$(CC) $(CFLAGS) examples/c/lesson.c examples/c/npz.c $(LINK) -lz -lm -o $@

# ---- Tests -------------------------------------------------------------------------------

test: test-swift test-c test-install test-python

# One at a time: the tests share the global generator of random numbers.
test-swift: system
	swift test $(SWIFT_FLAGS) --scratch-path .build-test -Xswiftc -enable-testing --no-parallel

C_TESTS := leaks threads load nonsense programs
test-c: $(C_TESTS:%=$(BUILD)/test-%) $(BUILD)/lesson-c $(BUILD)/lesson-cpp $(BUILD)/page
	Tests/c/symbols $(LIBRARY) include/hornbill.h
	$(BUILD)/test-load $(CURDIR)/$(LIBRARY)
	$(BUILD)/test-programs
	$(BUILD)/test-threads
	$(BUILD)/test-leaks
	$(BUILD)/test-nonsense 1 10000
	$(BUILD)/page > $(BUILD)/page.txt
	$(BUILD)/lesson-c $(DIGITS) > $(BUILD)/lesson-c.txt
	$(BUILD)/lesson-cpp $(DIGITS) > $(BUILD)/lesson-cpp.txt

$(BUILD)/test-%: Tests/c/%.c Tests/c/common.h build | $(BUILD)/.
	$(CC) $(CFLAGS) -D_GNU_SOURCE $< $(LINK) -lm -lpthread -o $@

$(BUILD)/test-nonsense: CFLAGS += -I$(BUILD)
$(BUILD)/test-nonsense: $(BUILD)/typed_calls.h

$(BUILD)/typed_calls.h: Tests/c/typed-calls include/hornbill.h | $(BUILD)/.
	$(PYTHON) Tests/c/typed-calls include/hornbill.h > $@

# The page on tensors is a program.
$(BUILD)/page: docs/c-tensors.md Tests/c/snippets build | $(BUILD)/.
	$(PYTHON) Tests/c/snippets docs/c-tensors.md > $(BUILD)/page.c
	$(CC) $(CFLAGS) $(BUILD)/page.c $(LINK) -o $@

$(BUILD)/lesson-cpp: examples/c/lesson.cpp examples/c/npz.c examples/c/npz.h build | $(BUILD)/.
	$(CC) $(CFLAGS) -c examples/c/npz.c -o $(BUILD)/npz.o
	$(CXX) $(CXXFLAGS) examples/c/lesson.cpp $(BUILD)/npz.o $(LINK) -lz -o $@

# What `make install` gives is enough to build a program, and pkg-config says how.
test-install: build | $(BUILD)/.
	rm -rf $(BUILD)/installed
	$(MAKE) --no-print-directory install DESTDIR= PREFIX=$(CURDIR)/$(BUILD)/installed
	$(CC) -std=c11 -Wall -Wextra -Werror examples/c/lesson.c examples/c/npz.c -lz -lm \
		$$(PKG_CONFIG_PATH=$(BUILD)/installed/lib/pkgconfig pkg-config --cflags --libs hornbill) \
		-Wl,-rpath,$(CURDIR)/$(BUILD)/installed/lib -o $(BUILD)/installed/lesson
	$(BUILD)/installed/lesson $(DIGITS) > $(BUILD)/installed/lesson.txt

test-python: venv
	$(VENV_PYTHON) -m pytest -q python/tests

# EXACT_MEMORY takes each tensor's memory from the system, at its exact length, so that nothing is overrun unseen. XCTest,
# which no test here uses, leaks.
asan: system
	swift test $(SWIFT_FLAGS) --sanitize=address --scratch-path .build-asan -Xswiftc -enable-testing \
		-Xswiftc -DEXACT_MEMORY --disable-xctest --no-parallel

# The library is built with the sanitizer, and the program with the compiler whose runtime it then needs: that of Swift.
FUZZ_ROUNDS ?= 4000
FUZZ_SEED ?= 1
FUZZ_CC = $(dir $(realpath $(shell command -v swift)))clang
fuzz: system $(BUILD)/typed_calls.h
	swift build --product hornbill --sanitize=address --scratch-path .build-fuzz -Xswiftc -DEXACT_MEMORY \
		$$(Sources/HornbillC/Linking/flags) -c release
	@ln -sf libhornbill.so .build-fuzz/release/libhornbill.so.1
	$(FUZZ_CC) -fuse-ld=lld -std=c11 -O1 -g -fsanitize=address -Iinclude -I$(BUILD) -D_GNU_SOURCE Tests/c/nonsense.c \
		-L.build-fuzz/release -lhornbill -Wl,-rpath,$(CURDIR)/.build-fuzz/release -lm -o $(BUILD)/fuzz-nonsense
	ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:max_allocation_size_mb=256 \
		$(BUILD)/fuzz-nonsense $(FUZZ_SEED) $(FUZZ_ROUNDS)

# ---- Speed -------------------------------------------------------------------------------

bench: venv
	$(VENV_PYTHON) benchmarks/run.py

bench-arrays: venv
	$(VENV_PYTHON) benchmarks/arrays.py

$(BUILD)/.:
	@mkdir -p $@

clean:
	rm -rf .build .build-test .build-asan .build-fuzz $(VENV) $(BUILD) lesson-output bench-output

# `make` builds the library, `make test` builds and runs every test. Both install what they need.

SHELL := /bin/bash
ARCH := $(shell uname -m)
FLAGS := -c release
ifeq ($(ARCH),x86_64)
FLAGS += -Xcc -march=x86-64-v3
endif

.PHONY: all build test system clean

all: build

# The system packages the build needs, installed if one is missing.
PACKAGES := libdnnl-dev
system:
	@command -v swift >/dev/null || { echo "hornbill: no swift on the PATH; see https://www.swift.org/install" >&2; exit 1; }
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
		$$sudo apt-get update -q && $$sudo apt-get install -y -q $$missing; \
	fi

build: system
	swift build $(FLAGS) -Xswiftc -static-stdlib

test: system
	swift test $(FLAGS) --scratch-path .build-test -Xswiftc -enable-testing

clean:
	rm -rf .build .build-test

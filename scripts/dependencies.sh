#!/usr/bin/env bash
# Makes sure of what the build needs from the system: dependencies.sh [PACKAGE...]; libxml2-dev when none is named.
set -euo pipefail

packages=("$@")
[ ${#packages[@]} -gt 0 ] || packages=(libxml2-dev)

if ! command -v swift >/dev/null; then
  echo "swift is not installed: get Swift 6.2 or newer from https://www.swift.org/install/" >&2
  exit 1
fi

is_there() {
  case "$1" in
    libxml2-dev) pkg-config --exists libxml-2.0 2>/dev/null || [ -e /usr/include/libxml2/libxml/tree.h ] ;;
    python3-venv) python3 -c 'import venv, ensurepip' 2>/dev/null ;;
    *) dpkg -s "$1" >/dev/null 2>&1 ;;
  esac
}

missing=()
for package in "${packages[@]}"; do is_there "$package" || missing+=("$package"); done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "missing: ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "install them with the package manager of this system (names are those of Debian and Ubuntu)" >&2
  exit 1
elif [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo)
else
  echo "install them with: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"

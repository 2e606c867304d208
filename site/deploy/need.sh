# For scripts: `need COMMAND PACKAGE...` installs Debian packages when the command is missing.
# Sourced, not run.
need() {
    needed=$1
    shift
    command -v "$needed" >/dev/null 2>&1 && return 0
    [ "$(id -u)" -eq 0 ] || {
        echo "$needed is missing. On Debian: sudo apt install $*" >&2
        exit 1
    }
    export DEBIAN_FRONTEND=noninteractive
    [ -n "${apt_lists_read:-}" ] || apt-get update -qq
    apt_lists_read=1
    echo "installing $*"
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# shellcheck shell=bash
# Where everything is, and how install.sh reports. Sourced by install.sh.
# shellcheck disable=SC2034 # for the other files

ROOT=${DESTDIR-}
ROOT=${ROOT%/}
OPT=$ROOT/opt
LINK=$OPT/rtmanager
COMMAND=$ROOT/usr/local/bin/rtmanager
MANUAL=$ROOT/usr/local/share/man/man1/rtmanager.1
COMPLETION=$ROOT/usr/local/share/bash-completion/completions/rtmanager
# Not /etc: there an administrator's own version of a unit replaces this one.
UNITS=$ROOT/usr/local/lib/systemd/system
ETC=$ROOT/etc/rtmanager
SETTINGS=$ETC/rtmanager.env
CLIENT=$ETC/client.env
DROP_IN=$ROOT/etc/systemd/system/rtmanager.service.d/install.conf
USUAL_STATE_ROOT=/var/lib/galaxy/games
DOCKER_SECONDS=30
SERVICE_USER=rtmanager

step() { printf '%-10s %s\n' "$1" "${*:2}"; }
indented() { sed 's/^/    /'; }
die() {
    printf 'install.sh: %s\n' "$*" >&2
    exit 1
}

# Docker's command, with a deadline: a daemon that hangs never answers.
docker_bounded() { timeout -k 5 "$DOCKER_SECONDS" docker "$@"; }

with_systemd() { [[ -z $ROOT && -d /run/systemd/system ]]; }

# The IDs of the processes of installed versions. Other processes may end meanwhile, which find reports as a failure. Of
# another mount namespace, such as a container's, the same path is another file: that process is not of this installation.
program_processes() {
    local own process
    own=$(mount_namespace self)
    find /proc -mindepth 2 -maxdepth 2 -name exe -lname "$(readlink -f "$OPT")/rtmanager-*/lib/runtime/bin/java*" \
        -printf '%h\n' 2>/dev/null | while read -r process; do
        process=${process##*/}
        [[ -z $own || $(mount_namespace "$process") != "$own" ]] || printf '%s\n' "$process"
    done || true
}

# Those of them that are a service: others run a command, such as 'rtmanager ps'.
service_processes() {
    local process
    program_processes | while read -r process; do
        [[ ! " $(tr '\0' ' ' <"/proc/$process/cmdline" 2>/dev/null)" =~ \ rtm\.main/rtm\.main\.Main\ (serve\ )?$ ]] ||
            printf '%s\n' "$process"
    done || true
}

mount_namespace() { readlink "/proc/$1/ns/mnt" 2>/dev/null || true; }

# The folder in /opt that the link names; empty before the first installation.
current() {
    local target
    target=$(readlink "$LINK" 2>/dev/null) || return 0
    basename "$target"
}

# The value of a setting in the environment file, or else the given one: setting NAME [VALUE]
setting() {
    local value=
    [[ ! -r $SETTINGS ]] || value=$(sed -n "s/^[[:space:]]*$1=//p" "$SETTINGS" | tail -n 1)
    value=${value#[\'\"]}
    value=${value%[\'\"]}
    printf '%s' "${value:-${2-}}"
}

# The first line that a server of this machine or another one answers: first_line ADDRESS REQUEST, as printf writes it
first_line() {
    local host=${1%:*}
    host=${host#[}
    # shellcheck disable=SC2016 # for the inner shell
    timeout 5 bash -c 'exec 9<>"/dev/tcp/$0/$1" && printf "$2" >&9 && read -r line <&9 && printf "%s" "$line"' \
        "${host%]}" "${1##*:}" "$2" 2>/dev/null
}

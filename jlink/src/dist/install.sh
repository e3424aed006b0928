#!/usr/bin/env bash
# Installs Runtime Manager on this machine, or upgrades it to the version in this folder. Run it as root from the
# unpacked tarball; a second run changes nothing. docs/install.md describes each step.
#
#   ./install.sh                      installs; a running service is upgraded, and the old version comes back if the new
#                                     one does not get ready
#   ./install.sh --wait SECONDS       how long an upgrade waits until the service is ready (60)
#   ./install.sh --standby ADDRESS    an upgrade during which a second process answers at ADDRESS and does the work
#   ./install.sh --no-database        creates nothing in PostgreSQL, but prints the SQL
#   ./install.sh --no-network         creates no network in Docker
#   ./install.sh --uninstall          removes the program; settings, game states and the database stay
#   ./install.sh --uninstall --purge  also removes settings, game states and the user; refused while games run
#
# With DESTDIR=<folder> everything is written below that folder, and nothing is run: no user, no service, no check.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
SOURCE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
. "$SOURCE/lib/install/paths.sh"
. "$SOURCE/lib/install/place.sh"
. "$SOURCE/lib/install/database.sh"
. "$SOURCE/lib/install/neighbours.sh"
. "$SOURCE/lib/install/service.sh"
. "$SOURCE/lib/install/standby.sh"
. "$SOURCE/lib/install/remove.sh"

WAIT=60
STANDBY=
NO_DATABASE=
NO_NETWORK=
ACTION=install
PURGE=

usage() { sed -n '2,14s/^# \{0,1\}//p' "$SOURCE/install.sh"; }

read_options() {
    while (($#)); do
        case $1 in
            --wait)
                [[ ${2-} =~ ^[1-9][0-9]{0,3}$ ]] || die "--wait needs a number of seconds from 1 to 9999"
                WAIT=$2
                shift
                ;;
            --standby)
                [[ ${2-} =~ ^[^[:space:]]*:[0-9]{1,5}$ ]] || die "--standby needs an address such as 127.0.0.1:8097"
                STANDBY=$2
                shift
                ;;
            --no-database) NO_DATABASE=yes ;;
            --no-network) NO_NETWORK=yes ;;
            --uninstall) ACTION=uninstall ;;
            --purge) PURGE=yes ;;
            -h | --help) ACTION=usage ;;
            *)
                printf 'install.sh: there is no option %q; these are:\n\n' "$1" >&2
                usage >&2
                exit 2
                ;;
        esac
        shift
    done
    [[ -z $PURGE || $ACTION == uninstall ]] || die "--purge needs --uninstall"
    [[ -z $STANDBY || -n $ROOT ]] || with_systemd || die "--standby needs systemd, which does not run here"
    [[ -z $STANDBY ]] || standby_reached \
        || die "--standby needs an address that other nodes reach, such as :${STANDBY##*:}, since RTMANAGER_NODE_URL is set"
}

needs() {
    local program
    ((EUID == 0)) || [[ -n $ROOT ]] || die "run this as root"
    for program in install readlink sha256sum flock; do
        command -v "$program" >/dev/null || die "this needs the command $program"
    done
    mkdir -p "$ROOT/opt"
    exec 8>"$ROOT/opt/.rtmanager-install.lock"
    flock -n 8 || die "another install.sh is running"
    # The folder may become an image, which it does not belong to.
    [[ -z $ROOT ]] || trap 'rm -f "$ROOT/opt/.rtmanager-install.lock"' EXIT
}

install_version() {
    needs
    verify_package
    local before
    before=$(current)
    need_groups
    place_files "$before"
    place_user
    place_settings
    place_state_root
    [[ -n $ROOT ]] || service_is_ready || place_dependencies
    if [[ -n $ROOT ]]; then
        activate "$NAME"
        step skipped "database, network, check and service: DESTDIR is set"
    elif service_runs; then
        upgrade "$before"
    else
        activate "$NAME"
        first_check "$before"
    fi
}

read_options "$@"
case $ACTION in
    usage) usage ;;
    install) install_version ;;
    uninstall) needs; uninstall ;;
esac

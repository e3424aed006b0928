# shellcheck shell=bash
# Installs the missing Debian packages, and nothing else.

APT_UPDATED=

have_package() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

apt_refresh() {
    [[ -z $APT_UPDATED ]] || return 0
    apt-get update -qq
    APT_UPDATED=yes
}

apt_need() {
    local package missing=()
    command -v dpkg-query >/dev/null || { echo "This machine has no apt; install these by hand: $*" >&2; return 1; }
    for package in "$@"; do
        have_package "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    ((EUID == 0)) || { echo "Debian packages are missing and this is not root; run: apt-get install ${missing[*]}" >&2; return 1; }
    apt_refresh
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
}

# apt_need_program <program> <package that contains it>
apt_need_program() {
    command -v "$1" >/dev/null || apt_need "$2"
}

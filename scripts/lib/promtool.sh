# shellcheck shell=bash
# Prometheus' promtool, unpacked from Debian's package and kept for the next run; nothing is installed.
#
#   promtool_ready    downloads it unless it is there, and sets PROMTOOL

promtool_ready() {
    local folder package
    PROMTOOL=$(command -v promtool) && return 0
    folder=${XDG_CACHE_HOME:-$HOME/.cache}/rtmanager/promtool
    PROMTOOL=$folder/usr/bin/promtool
    [[ ! -x $PROMTOOL ]] || return 0
    # Debian 12 has it in the package prometheus, later ones in a package of its own.
    apt-cache show promtool >/dev/null 2>&1 && package=promtool || package=prometheus
    rm -rf "$folder" "$folder.new"
    mkdir -p "$folder.new"
    if ! promtool_unpack "$package" "$folder.new"; then
        rm -rf "$folder.new"
        echo "promtool, which checks docs/monitoring/alerts.yml, could not be downloaded (Debian package $package);" \
            "check that apt reaches its mirror, or put promtool on the PATH." >&2
        return 1
    fi
    mv "$folder.new" "$folder"
}

# The lists of packages may be missing or old.
promtool_unpack() {
    promtool_download "$1" "$2" || { ((EUID == 0)) && apt_refresh && promtool_download "$1" "$2"; } || return 1
    dpkg-deb -x "$2"/"$1"_*.deb "$2" || return 1
    rm -f "$2"/"$1"_*.deb
    [[ -x $2/usr/bin/promtool ]]
}

promtool_download() { (cd "$2" && timeout 120 apt-get download -qq "$1"); }

# shellcheck shell=bash
# A second process of the new version, which answers and works while the service restarts. Sourced by install.sh.

STANDBY_UNIT=rtmanager-standby.service
STANDBY_FOLDER=/run/systemd/system
STANDBY_SETTINGS=/run/rtmanager-standby.env

# The settings that differ from the service's. Other nodes ask the second process at its own port while it has the node.
standby_settings() {
    local url
    printf 'RTMANAGER_INTERNAL_HTTP_ADDR=%s\n' "$STANDBY"
    url=$(standby_url)
    [[ -z $url ]] || printf 'RTMANAGER_NODE_URL=%s\n' "$url"
}

# Nothing unless this is one of several nodes.
standby_url() {
    local url
    url=$(setting RTMANAGER_NODE_URL)
    if [[ $url =~ ^(https?://)(\[[^]]*\]|[^]/:]*)(:[0-9]*)?(/.*)?$ ]]; then
        printf '%s%s:%s%s' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${STANDBY##*:}" "${BASH_REMATCH[4]}"
    fi
}

# Whether other nodes reach the second process; on an address of this machine alone they do not.
standby_reached() {
    case ${STANDBY%:*} in
        127.* | localhost | '[::1]') [[ -z $(standby_url) ]] ;;
    esac
}

# Starts the new version with the unit's rights and settings, but at another address. /run forgets it at the next boot.
start_standby() {
    local drop_ins=/etc/systemd/system/rtmanager.service.d
    trap end_standby EXIT
    standby_settings >"$STANDBY_SETTINGS"
    mkdir -p "$STANDBY_FOLDER"
    sed -e "s|^ExecStart=.*|ExecStart=/opt/$NAME/bin/rtmanager|" -e "/^EnvironmentFile=/a EnvironmentFile=$STANDBY_SETTINGS" \
        -e '/^\[Install\]/,$d' "$OPT/$NAME/systemd/rtmanager.service" >"$STANDBY_FOLDER/$STANDBY_UNIT"
    [[ ! -d $drop_ins ]] || ln -sfn "$drop_ins" "$STANDBY_FOLDER/$STANDBY_UNIT.d"
    systemctl daemon-reload
    if ! systemctl start "$STANDBY_UNIT"; then
        journalctl --unit="$STANDBY_UNIT" --lines=15 --output=cat --no-pager | indented
        return 1
    fi
    step standby "$NAME, at $STANDBY"
}

# The service leads again within a second after the standby has ended.
end_standby() {
    systemctl stop "$STANDBY_UNIT" || true
    rm -rf "${STANDBY_FOLDER:?}/$STANDBY_UNIT" "${STANDBY_FOLDER:?}/$STANDBY_UNIT.d" "$STANDBY_SETTINGS"
    systemctl daemon-reload
    trap - EXIT
    step standby "ended"
}

# shellcheck shell=bash
# A second process of the new version, which answers and works while the service restarts. Sourced by install.sh.

STANDBY_UNIT=rtmanager-standby.service
STANDBY_FOLDER=/run/systemd/system
STANDBY_SETTINGS=/run/rtmanager-standby.env

# Starts the new version with the unit's rights and settings, but at another address. /run forgets it at the next boot.
start_standby() {
    local drop_ins=/etc/systemd/system/rtmanager.service.d
    trap end_standby EXIT
    printf 'RTMANAGER_INTERNAL_HTTP_ADDR=%s\n' "$STANDBY" >"$STANDBY_SETTINGS"
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

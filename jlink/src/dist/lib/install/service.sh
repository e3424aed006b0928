# shellcheck shell=bash
# The steps of an installation that concern the running service. Sourced by install.sh.

state_of_unit() { systemctl show --property="$1" --value rtmanager.service; }

service_runs() {
    with_systemd || return 1
    case $(state_of_unit ActiveState) in
        active | activating | reloading) ;;
        *) return 1 ;;
    esac
}

service_is_ready() { with_systemd && [[ $(state_of_unit ActiveState) == active ]]; }

# The check with the rights of the service.
check() {
    if with_systemd; then
        /opt/rtmanager/bin/rtmanager check --as-service
    else
        /opt/rtmanager/bin/rtmanager-as-service check
    fi
}

# Of a service that systemd does not run now. A version that cannot start does not replace one that is installed.
first_check() {
    local before=$1 found code=0
    [[ $before != "$NAME" ]] || before=$NAME.before
    with_systemd || step skipped "service: systemd does not run here, so nothing uses the unit"
    step check "with the rights of $SERVICE_USER"
    found=$(check 2>&1) || code=$?
    indented <<<"$found"
    printf '\nLeft to do:\n'
    if ((code)); then
        grep -q '^ok *postgres' <<<"$found" || left_in_postgres "$found"
        grep -q '^ok *docker *network' <<<"$found" || left "$NETWORK_LEFT"
        grep -q '^ok *redis' <<<"$found" || left "$REDIS_LEFT"
        printf '%s\n' "  - mend what the lines with 'fail' above name; addresses and the password of Redis are in $SETTINGS" \
            "  - then run again: $0"
        cannot_start "$1" "$before"
    elif with_systemd; then
        printf '%s\n' "  - systemctl enable --now rtmanager"
    else
        left_to_start
    fi
}

# Where systemd does not run: a service of this package is left alone, one of another package has to end first.
left_to_start() {
    local process this='' others=''
    while read -r process; do
        if [[ $(readlink "/proc/$process/exe") == "$(readlink -f "$OPT")/$NAME/lib/runtime/bin/java" ]]; then
            this+=" $process"
        else
            others+=" $process"
        fi
    done < <(service_processes)
    if [[ -n $others ]]; then
        printf '%s\n' "  - another version still runs; end it:" \
            "    kill$others; while kill -0$others 2>/dev/null; do sleep 0.2; done"
    fi
    if [[ -n $others || -z $this ]]; then
        printf '%s\n' "  - start the service, and wait until it is ready:" "    $(in_background)" \
            "    timeout 30 sh -c 'until rtmanager status >/dev/null 2>&1; do sleep 0.2; done'"
    else
        printf '%s\n' "  - nothing: $VERSION runs already, as process$this; changed settings count from its next start"
    fi
}

left() { [[ -z $1 ]] || printf '  - %s\n' "$1"; }

# The command that starts the service where systemd does not run, so that it outlives the terminal and has a log.
in_background() {
    local away=nohup
    ! command -v setsid >/dev/null || away=setsid
    printf '%s\n' "$away /opt/rtmanager/bin/rtmanager-as-service >>/var/log/rtmanager.log 2>&1 </dev/null &"
}

# After a first installation, settings are still to be entered: no failure. cannot_start FORMER-LINK WAY-BACK
cannot_start() {
    [[ -n $1 ]] || return 0
    [[ -n $CHANGED ]] || die "the check of $VERSION failed"
    activate "$2"
    die "the check of $VERSION failed; $2 is installed as before"
}

# Upgrades the running service: checks the new version first, and goes back if it does not get ready.
upgrade() {
    local before=$1 found since
    if [[ -z $CHANGED ]]; then
        activate "$NAME"
        if service_is_ready; then
            step service "already runs $VERSION"
        else
            step service "$VERSION is not ready yet; see: journalctl -u rtmanager"
        fi
        return
    fi
    [[ $before != "$NAME" ]] || before=$NAME.before
    activate "$NAME"
    step check "with the rights of $SERVICE_USER"
    if ! found=$(check 2>&1); then
        indented <<<"$found"
        activate "$before"
        die "the check of $VERSION failed; nothing was restarted, $before still runs"
    fi
    if [[ -n $STANDBY ]] && ! start_standby; then
        activate "$before"
        die "$VERSION does not start; nothing was restarted, $before still runs"
    fi
    since=$(date +%s)
    step restart "$before ends, $NAME starts"
    systemctl restart --no-block rtmanager.service
    if wait_ready; then
        [[ -z $STANDBY ]] || end_standby
        step ready "$VERSION"
        older_versions "$before"
        return
    fi
    step failed "$VERSION did not get ready within $WAIT s; the last lines of its log:"
    last_lines "$since"
    go_back "$before"
}

go_back() {
    local before=$1 since
    activate "$before"
    since=$(date +%s)
    step restart "$NAME ends, $before starts"
    systemctl restart --no-block rtmanager.service
    if wait_ready; then
        die "$VERSION does not get ready here; $before runs again"
    fi
    last_lines "$since"
    die "$before does not get ready either, see above; docs/install.md describes the way back"
}

# journalctl's own --lines would show the first ones after --since.
last_lines() { journalctl --unit=rtmanager --since="@$1" --output=cat --no-pager | tail -n 15 | indented; }

# Waits until the unit is active and /readyz says so. Gives up early if the service ends again and again.
wait_ready() {
    local until=$((SECONDS + WAIT)) ends=0 seen now
    seen=$(state_of_unit NRestarts)
    while ((SECONDS < until)); do
        if [[ $(state_of_unit ActiveState) == active ]] && answers_ready; then
            return 0
        fi
        now=$(state_of_unit NRestarts)
        [[ $now == "$seen" ]] || ends=$((ends + 1))
        seen=$now
        ((ends < 4)) || return 1
        sleep 0.2
    done
    return 1
}

answers_ready() {
    local url line
    url=$(service_url)
    line=$(first_line "${url#http://}" 'GET /readyz HTTP/1.0\r\n\r\n') && [[ $line == *' 200 '* ]]
}

older_versions() {
    local older
    older=$(find "$OPT" -maxdepth 1 -name 'rtmanager-*' ! -name "$NAME" ! -name "$1" -printf '%f ')
    [[ -z $older ]] || step older "$older: no longer needed, remove them from $OPT"
}

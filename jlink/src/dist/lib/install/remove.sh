# shellcheck shell=bash
# --uninstall and --purge. Sourced by install.sh.

uninstall() {
    # What the settings name is needed after they are gone.
    local state dsn
    state=$(setting RTMANAGER_GAME_STATE_ROOT "$USUAL_STATE_ROOT")
    if [[ -n $PURGE ]]; then
        is_state_root "$ROOT$state"
        no_games_run "$state"
    fi
    dsn=$(setting RTMANAGER_POSTGRES_PRIMARY_DSN)
    stop_service
    rm -f "$COMMAND" "$MANUAL" "$COMPLETION" "$UNITS/rtmanager.service" "$DROP_IN" "$LINK"
    rmdir "$(dirname "$DROP_IN")" 2>/dev/null || true
    find "$OPT" -maxdepth 1 -name 'rtmanager-*' -exec rm -rf {} +
    ! with_systemd || systemctl daemon-reload
    step removed "the program, its unit, command, manual and completion"
    if [[ -n $PURGE ]]; then
        remove_containers "$state"
        purge "$state"
        remove_empty_folders
    else
        step kept "$ETC, $ROOT$state, the user $SERVICE_USER"
    fi
    left_to_drop "$dsn"
    rm -f "$OPT/.rtmanager-install.lock"
}

stop_service() {
    local process
    if with_systemd; then
        systemctl disable --now rtmanager.service >/dev/null 2>&1 || true
        ! service_runs || die "the service does not stop; see: systemctl status rtmanager"
        step stopped "rtmanager.service; games that run go on"
    fi
    process=$(program_processes | paste -sd " ")
    [[ -z $process ]] || die "the program still runs, so nothing was removed; end it first: kill $process"
}

# Nothing is deleted that a wrong setting names.
is_state_root() {
    [[ ! -d $1 || -e $1/.rtmanager || -z $(find "$1" -mindepth 1 -print -quit) ]] ||
        die "$1 has no mark of rtmanager (.rtmanager), so it may be no state root; nothing was removed"
}

# A game that runs writes to its state: it must end before its state is removed. Other services' games are not in the way.
no_games_run() {
    local games
    [[ -z $ROOT ]] || return 0
    step docker "is asked which games run, for up to $DOCKER_SECONDS s"
    games=$(containers_of "$1") ||
        die "Docker does not say which games run ($games), so nothing was removed. Look at Docker, and run this again" \
            "when 'docker ps' answers. Without --purge, Docker is not asked"
    [[ -z $games ]] || die "games that run: $(wc -l <<<"$games"); --purge removes nothing while games run. To stop them all:" \
        "rtmanager drain --stop, or if the service does not run:" \
        "docker stop \$(docker ps -q --filter label=com.galaxy.owner=rtmanager)"
}

# The IDs of the containers that run and use a game's state, or with an option of 'docker ps' of others; if Docker does not
# say, why. One question, so that no container can end in between: containers_of STATE-ROOT [OPTION]
containers_of() {
    local found code=0
    found=$(docker_bounded ps "${@:2}" --no-trunc --format '{{.ID}} ,{{.Mounts}}' 2>&1) || code=$?
    case $code in
        0) grep -F ",$1/" <<<"$found" | cut -c 1-12 || true ;;
        124 | 137) printf '%s' "no answer within $DOCKER_SECONDS s" ;;
        *) tail -n 1 <<<"$found" ;;
    esac
    return "$code"
}

# Containers of games that have ended could not be started again: their state goes too. One that runs stays.
remove_containers() {
    local containers
    [[ -z $ROOT ]] || return 0
    if ! containers=$(containers_of "$1" -a); then
        step left "containers of games that had ended: Docker does not name them ($containers). To see them:" \
            "docker ps -a --filter label=com.galaxy.owner=rtmanager"
        return
    fi
    [[ -n $containers ]] || return 0
    # shellcheck disable=SC2086 # one word each
    if docker_bounded rm $containers >/dev/null; then
        step removed "containers of games that had ended: $(wc -l <<<"$containers")"
    else
        # shellcheck disable=SC2086 # one word each
        step left "containers of games; to remove them: docker rm" $containers
    fi
}

purge() {
    local state=$1
    rm -rf "$ETC"
    if [[ -d $ROOT$state ]]; then
        find "$ROOT$state" -mindepth 1 -delete
        # A mount point itself cannot be removed.
        rmdir "$ROOT$state" 2>/dev/null || true
    fi
    [[ -n $ROOT ]] || ! getent passwd "$SERVICE_USER" >/dev/null || userdel "$SERVICE_USER"
    step removed "$ETC, $ROOT$state, the user $SERVICE_USER"
    step kept "networks and images in Docker, and what Redis has"
}

# Those that place_files and place_units made; another program's file keeps its folder.
remove_empty_folders() {
    local units completions
    units=$(dirname "$UNITS")
    completions=$(dirname "$COMPLETION")
    rmdir "$UNITS" "$units" "$completions" "$(dirname "$completions")" "$(dirname "$MANUAL")" \
        "$ROOT$(dirname "$USUAL_STATE_ROOT")" 2>/dev/null || true
}

# For PostgreSQL's administrator, as it can be pasted: a schema and its role's rights are dropped in their own database.
left_to_drop() {
    if [[ ! $1 =~ ://([A-Za-z0-9_]+):[^@]*@[^/]*/([A-Za-z0-9_]+) ]]; then
        step kept "role, database and schema in PostgreSQL"
        return
    fi
    step kept "schema and role in PostgreSQL; to remove them, as its administrator (psql -U postgres):"
    cat <<SQL

\\connect ${BASH_REMATCH[2]}
DROP SCHEMA rtmanager CASCADE;
DROP OWNED BY ${BASH_REMATCH[1]};
DROP ROLE ${BASH_REMATCH[1]};

SQL
    step kept "the database ${BASH_REMATCH[2]}; after that, if no other service uses it, to lose all that is in it:"
    cat <<SQL

\\connect postgres
DROP DATABASE ${BASH_REMATCH[2]};
SQL
}

# shellcheck shell=bash
# The role, the database and the schema in a PostgreSQL on this machine. Sourced by install.sh. What is missing is created;
# what exists is never altered. The password goes to psql by its standard input or its environment, and to the server only
# as psql's \password sends it, so it is in no argument and in no log.
# shellcheck disable=SC2034,SC2153 # names of the other files

# Its superuser, and the user of this machine that owns its socket.
ADMINISTRATOR=postgres
SOCKET_FOLDERS=(/run/postgresql /var/run/postgresql /tmp)

# Whether role, database and schema are there; and what an operator must do first, if this found a reason to leave them alone.
DATABASE_READY=
DATABASE_LEFT=

# Sets DSN_ROLE, DSN_PASSWORD, DSN_HOST, DSN_PORT and DSN_DATABASE from the connection string in the settings.
read_dsn() {
    local dsn
    dsn=$(setting RTMANAGER_POSTGRES_PRIMARY_DSN)
    [[ $dsn =~ ^postgres(ql)?://([A-Za-z0-9_]+):([^@]*)@(\[[0-9A-Fa-f:.]+\]|[^]/:@[]*)(:([0-9]+))?/([A-Za-z0-9_]+)(\?|$) ]] ||
        return 1
    DSN_ROLE=${BASH_REMATCH[2]}
    DSN_PASSWORD=$(percent_decoded "${BASH_REMATCH[3]}")
    DSN_HOST=${BASH_REMATCH[4]//[][]/}
    DSN_PORT=${BASH_REMATCH[6]:-5432}
    DSN_DATABASE=${BASH_REMATCH[7]}
}

percent_decoded() {
    local text=${1//\\/\\\\}
    printf '%b' "${text//%/\\x}"
}

place_database() {
    local socket facts
    if [[ -n $NO_DATABASE ]]; then
        step skipped "database: --no-database"
    elif ! read_dsn; then
        step skipped "database: $SETTINGS has no connection string with a role, a password and a database"
    elif [[ ! $DSN_HOST =~ ^(127\.0\.0\.1|localhost|::1)$ ]]; then
        step skipped "database: PostgreSQL is not on this machine, but on $DSN_HOST"
    elif [[ -z $DSN_PASSWORD || $DSN_PASSWORD == change-me || $DSN_PASSWORD == *[[:cntrl:]]* ]]; then
        step skipped "database: $SETTINGS has no password for PostgreSQL"
    elif ! command -v psql >/dev/null || ! command -v setpriv >/dev/null || ! command -v setsid >/dev/null; then
        step skipped "database: this needs the commands psql, setpriv and setsid"
    elif ! socket=$(socket_folder); then
        step skipped "database: $ADMINISTRATOR has no PostgreSQL on this machine with port $DSN_PORT$(other_ports)"
    elif ! facts=$(server_facts 2>&1); then
        step skipped "database: PostgreSQL does not let its administrator $ADMINISTRATOR in: $(reason <<<"$facts")"
    else
        complete_database "$facts"
    fi
}

# The folder of the socket of the server with the port of the settings. Anybody may put a file into /tmp: its owner counts.
socket_folder() {
    local folder
    for folder in "${SOCKET_FOLDERS[@]}"; do
        if [[ -S $folder/.s.PGSQL.$DSN_PORT && $(stat -c %U "$folder/.s.PGSQL.$DSN_PORT") == "$ADMINISTRATOR" ]]; then
            printf '%s' "$folder"
            return
        fi
    done
    return 1
}

# Other servers of this machine: which of them is meant, only an operator knows.
other_ports() {
    local ports
    ports=$(find -H "${SOCKET_FOLDERS[@]}" -maxdepth 1 -type s -name '.s.PGSQL.*' 2>/dev/null | sed 's/.*\.//' | sort -un) || true
    [[ -z $ports ]] || printf '%s' ", but with port ${ports//$'\n'/, }: if that is the one, enter it in $SETTINGS"
}

# Runs psql's commands from standard input as the administrator: administer DATABASE. Without a terminal, so that \password
# reads its lines from there too. Nothing of root's environment reaches psql.
administer() (
    cd /
    exec timeout 60 setsid --wait setpriv --reuid="$ADMINISTRATOR" --regid="$(id -gn "$ADMINISTRATOR")" --init-groups \
        env -i "PATH=$PATH" LC_ALL=C PGCLIENTENCODING=UTF8 PGCONNECT_TIMEOUT=5 \
        'PGOPTIONS=-c lock_timeout=10s -c client_min_messages=warning -c lc_messages=C' \
        psql -X -q -A -t -w -v ON_ERROR_STOP=1 -v "role=$DSN_ROLE" -v "database=$DSN_DATABASE" \
        -h "$socket" -p "$DSN_PORT" -d "$1"
)

# Whether the server lets the role in with the password of the settings, as it will let the service in: lets_in DATABASE
lets_in() (
    cd /
    unset "${!PG@}"
    export PGPASSWORD=$DSN_PASSWORD PGCONNECT_TIMEOUT=5 PGCLIENTENCODING=UTF8 LC_ALL=C HOME=/nonexistent
    exec timeout 20 psql -X -q -A -t -w -h "$DSN_HOST" -p "$DSN_PORT" -U "$DSN_ROLE" -d "$1" -c 'SELECT' </dev/null
)

# What psql printed, in one line: the failure, if the server's language is English, or else the last line.
reason() {
    local said line
    said=$(grep -v '^$') || said="it does not answer"
    line=$(grep -E '(ERROR|FATAL):' <<<"$said" | tail -n 1) || line=$(tail -n 1 <<<"$said")
    sed -e 's/^.*\(FATAL\|ERROR\): *//' -e 's/^psql: error: //' <<<"$line"
}

server_facts() {
    administer postgres <<'SQL'
SELECT concat_ws('|', pg_is_in_recovery(), current_setting('is_superuser'),
    EXISTS (SELECT FROM pg_roles WHERE rolname = :'role'),
    coalesce((SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = :'database'), '-'),
    (SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template0'));
SQL
}

# Creates what is missing, or sets DATABASE_LEFT: complete_database FACTS
complete_database() {
    local standby superuser role encoding template owner='' said made=()
    IFS='|' read -r standby superuser role encoding template <<<"$1"
    if [[ $standby != f ]]; then
        leave_database "the server at port $DSN_PORT is a standby" "enter the address of PostgreSQL's primary in $SETTINGS"
    elif [[ $superuser != on ]]; then
        step skipped "database: $ADMINISTRATOR is no superuser of PostgreSQL"
    elif [[ $encoding != - && $encoding != UTF8 ]]; then
        leave_database "$DSN_DATABASE exists, with the encoding $encoding instead of UTF8" "enter another database in $SETTINGS"
    elif [[ $role == t ]] && ! said=$(lets_in "$([[ $encoding == - ]] && echo postgres || echo "$DSN_DATABASE")" 2>&1); then
        leave_database "the role $DSN_ROLE exists, but cannot log in with the password of the settings: $(reason <<<"$said")" \
            "enter the password of the role $DSN_ROLE, or another role, in $SETTINGS" \
            "or, if nobody else uses the role, give it that of the settings, as PostgreSQL's administrator (psql -U postgres):" \
            "  ALTER ROLE $DSN_ROLE LOGIN PASSWORD '$(password_to_show)';"
    elif [[ $encoding == - ]] && ! said=$(create_database "$template" 2>&1); then
        leave_database "$DSN_DATABASE cannot be created: $(reason <<<"$said")" "correct what PostgreSQL refuses, see above"
    elif ! owner=$(schema_owner 2>&1); then
        leave_database "$DSN_DATABASE cannot be read: $(reason <<<"$owner")" "correct what PostgreSQL refuses, see above"
    elif [[ $owner != - && $owner != "$DSN_ROLE" ]]; then
        leave_database "$DSN_DATABASE has a schema rtmanager of the role $owner, not of $DSN_ROLE" \
            "enter that role, or another database, in $SETTINGS"
    elif [[ $owner == - ]] && ! said=$(create_schema "$role" 2>&1); then
        leave_database "role and schema cannot be created: $(reason <<<"$said")" "correct what PostgreSQL refuses, see above"
    else
        DATABASE_READY=yes
        [[ $role == t ]] || made+=("role $DSN_ROLE")
        [[ $encoding != - ]] || made+=("database $DSN_DATABASE")
        [[ $owner != - ]] || made+=("schema rtmanager")
        if ((${#made[@]})); then
            said=$(printf '%s, ' "${made[@]}")
            step database "created: ${said%, }"
        else
            step database "role $DSN_ROLE, database $DSN_DATABASE and schema rtmanager, exist"
        fi
    fi
}

# leave_database FOUND TO-DO...
leave_database() {
    local line
    DATABASE_LEFT=$2
    for line in "${@:3}"; do DATABASE_LEFT+=$'\n    '$line; done
    step database "left alone: $1"
}

# From template0, which nobody is connected to. A locale of another encoding would not fit.
create_database() {
    if [[ $1 == UTF8 ]]; then
        administer postgres <<<"CREATE DATABASE :\"database\" TEMPLATE template0 ENCODING 'UTF8';"
    else
        administer postgres <<<"CREATE DATABASE :\"database\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';"
    fi
}

schema_owner() {
    administer "$DSN_DATABASE" <<'SQL'
SELECT coalesce((SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'rtmanager'), '-');
SQL
}

# The role, if it is missing, and the schema, in one transaction: a run that is cut off leaves neither. The role gets no right
# but these.
create_schema() {
    {
        echo 'BEGIN;'
        # Twice: psql asks again to compare.
        [[ $1 == t ]] || printf '%s\n' 'CREATE ROLE :"role" LOGIN;' '\password :"role"' "$DSN_PASSWORD" "$DSN_PASSWORD"
        cat <<'SQL'
GRANT CONNECT ON DATABASE :"database" TO :"role";
CREATE SCHEMA rtmanager AUTHORIZATION :"role";
SELECT NOT EXISTS (SELECT FROM pg_db_role_setting JOIN pg_roles ON pg_roles.oid = setrole
    JOIN pg_database ON pg_database.oid = setdatabase WHERE rolname = :'role' AND datname = :'database') AS no_settings \gset
\if :no_settings
ALTER ROLE :"role" IN DATABASE :"database" SET search_path = rtmanager;
\endif
COMMIT;
SQL
    } | administer "$DSN_DATABASE"
}

# One that could need quoting is in the settings only.
password_to_show() {
    if [[ $DSN_PASSWORD =~ ^[A-Za-z0-9]*$ ]]; then
        printf '%s' "$DSN_PASSWORD"
    else
        printf '%s' "<the password in $SETTINGS>"
    fi
}

# Prints the commands for PostgreSQL's administrator, from the connection string in the settings: left_in_postgres CHECK.
# A role that was let in needs no CREATE ROLE; of one that was not, nobody here knows whether it exists.
left_in_postgres() {
    local create known='' shown
    if [[ -n $DATABASE_LEFT ]]; then
        printf '%s\n' "  - $DATABASE_LEFT"
        return
    fi
    [[ -z $DATABASE_READY ]] || return 0
    if grep -q '^fail *postgres' <<<"$1" &&
        ! grep -Eq '^fail *postgres.*(refuses|cannot be reached|no more connections|starting up)' <<<"$1"; then
        known=1
    fi
    read_dsn || return 0
    shown=$(password_to_show)
    create="CREATE ROLE $DSN_ROLE LOGIN PASSWORD '$shown';
-- in its place, if the role is there already: ALTER ROLE $DSN_ROLE LOGIN PASSWORD '$shown';"
    [[ -z $known ]] || create="-- the role $DSN_ROLE is there: it was let in"
    cat <<SQL
  - in PostgreSQL, as its administrator (psql -U postgres); if there is no database $DSN_DATABASE, before it:
    CREATE DATABASE $DSN_DATABASE ENCODING 'UTF8' TEMPLATE template0;

\\connect $DSN_DATABASE
$create
GRANT CONNECT ON DATABASE $DSN_DATABASE TO $DSN_ROLE;
CREATE SCHEMA rtmanager AUTHORIZATION $DSN_ROLE;
ALTER ROLE $DSN_ROLE IN DATABASE $DSN_DATABASE SET search_path = rtmanager;

SQL
}

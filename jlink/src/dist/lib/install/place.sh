# shellcheck shell=bash
# The steps of an installation that write files. Sourced by install.sh.
# shellcheck disable=SC2034,SC2153 # names of the other files

# Whether this run makes another package the installed one; service.sh asks.
CHANGED=

# Sets VERSION, and NAME, the folder in /opt.
verify_package() {
    [[ -r $SOURCE/SHA256SUMS ]] || die "$SOURCE has no SHA256SUMS: it is no unpacked tarball of rtmanager"
    (cd "$SOURCE" && sha256sum -c --quiet SHA256SUMS >/dev/null 2>&1) ||
        die "files in $SOURCE differ from its SHA256SUMS; unpack the tarball again"
    VERSION=$("$SOURCE/bin/rtmanager" version) || die "$SOURCE/bin/rtmanager does not run on this machine"
    NAME=rtmanager-$VERSION
    step package "$NAME, complete"
}

need_groups() {
    [[ -z $ROOT ]] || return 0
    getent group docker >/dev/null || die "there is no group docker; install Docker first"
}

# Copies the package to /opt under another name first, so that a folder in /opt is always complete. Another package of the
# same version replaces the old one, which is kept as the way back.
place_files() {
    local target=$OPT/$NAME
    if cmp -s "$SOURCE/SHA256SUMS" "$target/SHA256SUMS"; then
        [[ $1 == "$NAME" ]] || CHANGED=yes
        step files "$target, unchanged"
        return
    fi
    rm -rf "$target.new"
    cp -R "$SOURCE" "$target.new"
    chmod -R u=rwX,go=rX "$target.new"
    [[ -n $ROOT ]] || chown -R 0:0 "$target.new"
    if [[ -e $target ]]; then
        rm -rf "$target.before"
        mv "$target" "$target.before"
    fi
    mv "$target.new" "$target"
    CHANGED=yes
    step files "$target"
}

place_user() {
    if [[ -n $ROOT ]]; then
        step skipped "user: DESTDIR is set"
    elif getent passwd "$SERVICE_USER" >/dev/null; then
        step user "$SERVICE_USER, exists"
    else
        command -v useradd >/dev/null || die "this needs the command useradd"
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$SERVICE_USER"
        step user "$SERVICE_USER"
    fi
    [[ -z $ROOT ]] || return 0
    # The unit names the group too; this is for other ways to run the service.
    id -nG "$SERVICE_USER" | tr ' ' '\n' | grep -qx docker || usermod -aG docker "$SERVICE_USER"
}

# Gives a file to root and the service's group, before it has any content.
secret_file() {
    install -m 640 /dev/null "$1"
    [[ -n $ROOT ]] || chgrp "$SERVICE_USER" "$1"
}

place_settings() {
    install -d -m 755 "$ETC"
    if [[ -e $SETTINGS ]]; then
        step settings "$SETTINGS, kept"
    else
        local password
        password=$(od -An -N 16 -t x1 /dev/urandom | tr -d ' \n')
        secret_file "$SETTINGS.new"
        sed "s|^\(RTMANAGER_POSTGRES_PRIMARY_DSN=.*://[^:]*:\)change-me@|\1$password@|" \
            "$SOURCE/conf/rtmanager.env.example" >"$SETTINGS.new"
        mv "$SETTINGS.new" "$SETTINGS"
        step settings "$SETTINGS, with a new password for PostgreSQL"
    fi
    place_client
}

# The address changes with the settings until somebody else has changed the file.
place_client() {
    local written
    written=$(client_of "$(service_url)")
    if [[ -e $CLIENT ]]; then
        [[ $(<"$CLIENT") != "$written" ]] || return 0
        if [[ $(<"$CLIENT") != "$(client_of "$(sed -n 's/^RTMANAGER_URL=//p' "$CLIENT")")" ]]; then
            step client "$CLIENT, kept"
            return
        fi
    fi
    install -m 644 /dev/null "$CLIENT"
    printf '%s\n' "$written" >"$CLIENT"
    step client "$CLIENT, for $(service_url)"
}

client_of() {
    printf '%s\n' "# Where commands such as 'rtmanager ps' find the service. If it requires a token, name a file with it that" \
        "# only operators may read: RTMANAGER_INTERNAL_HTTP_TOKEN_FILE=/etc/rtmanager/client.token" \
        "RTMANAGER_URL=$1"
}

# The service's address as its own machine calls it.
service_url() {
    local address host
    address=$(setting RTMANAGER_INTERNAL_HTTP_ADDR :8096)
    host=${address%:*}
    case $host in
        '' | 0.0.0.0) host=127.0.0.1 ;;
        '[::]') host='[::1]' ;;
    esac
    printf 'http://%s:%s' "$host" "${address##*:}"
}

place_state_root() {
    local path
    path=$(setting RTMANAGER_GAME_STATE_ROOT "$USUAL_STATE_ROOT")
    if [[ -d $ROOT$path ]]; then
        step state "$ROOT$path, exists"
    else
        mkdir -p "$(dirname "$ROOT$path")"
        install -d -m 750 "$ROOT$path"
        [[ -n $ROOT ]] || chown "$SERVICE_USER:$SERVICE_USER" "$path"
        step state "$ROOT$path"
    fi
}

# Makes one version of those in /opt the installed one: activate <folder in /opt>
activate() {
    local version=$1 folder=$OPT/$1
    ln -sfn "$version" "$LINK.new"
    mv -T "$LINK.new" "$LINK"
    step link "$LINK -> $version"
    install -d "$(dirname "$COMMAND")" "$(dirname "$MANUAL")" "$(dirname "$COMPLETION")"
    ln -sfn /opt/rtmanager/bin/rtmanager "$COMMAND"
    step command "$COMMAND"
    [[ ! -e $folder/share/man/man1/rtmanager.1 ]] || install -m 644 "$folder/share/man/man1/rtmanager.1" "$MANUAL"
    "$folder/bin/rtmanager" completion >"$COMPLETION.new" 2>/dev/null || : >"$COMPLETION.new"
    mv "$COMPLETION.new" "$COMPLETION"
    step help "$MANUAL, $COMPLETION"
    place_units "$folder"
}

place_units() {
    local folder=$1 unit path
    install -d "$UNITS"
    for unit in "$folder"/systemd/*; do install -m 644 "$unit" "$UNITS/$(basename "$unit")"; done
    step unit "$UNITS/rtmanager.service"
    path=$(setting RTMANAGER_GAME_STATE_ROOT "$USUAL_STATE_ROOT")
    if [[ $path == "$USUAL_STATE_ROOT" ]]; then
        rm -f "$DROP_IN"
    else
        install -d "$(dirname "$DROP_IN")"
        printf '%s\n' "# Written by install.sh for RTMANAGER_GAME_STATE_ROOT." '[Service]' "ReadWritePaths=-$path" >"$DROP_IN"
        step unit "$DROP_IN, for $path"
    fi
    forget_old_link
    ! with_systemd || systemctl daemon-reload
}

# Installations by hand linked the unit in /etc, where it would hide the new one.
forget_old_link() {
    local etc=$ROOT/etc/systemd/system link
    for link in "$etc/rtmanager.service" "$etc/multi-user.target.wants/rtmanager.service"; do
        [[ $(readlink "$link" 2>/dev/null) == /opt/rtmanager/* ]] || continue
        rm "$link"
        [[ $link != */multi-user.target.wants/* ]] || ln -s /usr/local/lib/systemd/system/rtmanager.service "$link"
        step unit "$link, no longer into /opt"
    done
}

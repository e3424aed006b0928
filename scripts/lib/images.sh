# shellcheck shell=bash
# The images that the demo and the integration tests need, from one recipe: Debian packages, unpacked without
# being configured, with the entrypoints in images/. Nothing is pulled unless asked for.
#
# RTM_IMAGES = auto   use what is there, build what is missing from Debian packages, pull where there is no apt
#              build  as auto, but build again what was pulled
#              pull   postgres, redis, pgbouncer and busybox from a registry; the engines are made from busybox

IMAGES_HERE=$(dirname "${BASH_SOURCE[0]}")/images

# images_for <version of PostgreSQL> <redis or valkey> [its version]: which of them; by default, those of Debian 12.
images_for() {
    POSTGRES_VERSION=$1
    POSTGRES_IMAGE=galaxy-local/postgres:$1
    REDIS_PROGRAM=$2
    REDIS_IMAGE=galaxy-local/$2:${3:-latest}
}
PGBOUNCER_IMAGE=galaxy-local/pgbouncer:1
images_for 15 redis 7

# reference | ENGINE_MODE | what "docker import --change" is given besides
ENGINE_IMAGES='
galaxy/game:1.4.0             | ok
galaxy/game:1.4.1             | ok
galaxy/game:1.4.2             | ok          | LABEL com.galaxy.cpu_quota=0.5 com.galaxy.memory=64m com.galaxy.pids_limit=64
galaxy/game:1.5.0             | ok
galaxy/test-engine:ok         | ok
galaxy/test-engine:exit0      | exit:0
galaxy/test-engine:exit7      | exit:7
galaxy/test-engine:stubborn   | stubborn
galaxy/test-engine:slowstop   | slowstop
galaxy/test-engine:stopsignal | stopsignal
galaxy/test-engine:nohealth   | nohealth
galaxy/test-engine:slowhealth | slowhealth
galaxy/test-engine:healthcheck| ok          | HEALTHCHECK --interval=1s --timeout=1s --retries=2 CMD wget -q -O /dev/null http://127.0.0.1:8080/healthz
galaxy/test-engine:badcommand | ok          | ENTRYPOINT ["/usr/bin/no-such-engine"]
galaxy/test-engine:badlabel   | ok          | LABEL com.galaxy.memory=banana
galaxy/test-engine:limits     | ok          | LABEL com.galaxy.cpu_quota=0.5 com.galaxy.memory=64m com.galaxy.pids_limit=64
galaxy/test-engine:hungry     | hungry      | LABEL com.galaxy.memory=32m
galaxy/test-engine:hungrychild| hungrychild | LABEL com.galaxy.memory=32m
galaxy/test-patch:1.0.0       | ok
galaxy/test-patch:1.0.1       | ok
galaxy/test-patch:1.0.2       | broken:3
galaxy/test-patch:1.0.3       | nohealth
galaxy/test-patch:1.0.4       | slowhealth
galaxy/test-patch:1.0.5       | ok          | ENTRYPOINT ["/usr/bin/no-such-engine"]
galaxy/test-patch:1.1.0       | ok
galaxy/test-patch:latest      | ok
'

# What is unpacked besides is left out: packages that only maintainer scripts need, and the compiler of
# PostgreSQL, which it runs without.
readonly NOT_UNPACKED='^(perl|perl-base|perl-modules-.*|libperl.*|lib[a-z-]*-perl|libllvm.*|libz3-.*|locales|libc-l10n|libgdbm.*|libdb5.*|adduser|passwd|debconf|dpkg|tar|init-system-helpers|sysvinit-utils|ucf|usrmerge|ssl-cert|openssl|postgresql-common|postgresql-client-common|sensible-utils|lsb-base|libpam-modules.*|libsemanage.*|libsepol2)$'

images_recipe() {
    cat "${BASH_SOURCE[0]}" "$IMAGES_HERE"/* | sha256sum | cut -c 1-16
}

# Absent, or made by an older recipe?
image_is_current() {
    [[ $(docker image inspect -f '{{index .Config.Labels "com.galaxy.recipe"}}' "$1" 2>/dev/null) == "$2" ]]
}

# unpack_packages <folder> <package...>: resolved by apt against an empty system, on this machine's sources.
unpack_packages() {
    local root=$1 work list deb
    shift
    work=$(mktemp -d -p "$(dirname "$root")")
    : >"$work/status"
    list=$(packages_for "$work/status" "$@" 2>/dev/null) || { apt_refresh; list=$(packages_for "$work/status" "$@"); }
    # shellcheck disable=SC2086
    download_packages "$work" $list
    mkdir -p "$root"
    for deb in "$work"/*.deb; do
        dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --keep-directory-symlink \
            --exclude='./usr/share/doc*' --exclude='./usr/share/man*' --exclude='./usr/share/locale*' \
            --exclude='./usr/share/info*' --exclude='./usr/share/lintian*' --exclude='./usr/share/icu*' \
            --exclude='./usr/lib/*/gconv*' --exclude='*/bitcode*' --exclude='*/llvmjit*' --exclude='./lib/systemd*' --exclude='./etc/*'
    done
    rm -rf "$work"
}

packages_for() {
    local status=$1
    shift
    apt-get -s -o Dir::State::status="$status" -o APT::Install-Recommends=false install "$@" |
        awk '$1 == "Inst" { print $2 }' | grep -Ev "$NOT_UNPACKED"
}

# Package lists may be older than the mirror: refresh them once when a download fails.
download_packages() {
    local work=$1
    shift
    (cd "$work" && apt-get download -qq -o APT::Sandbox::User=root "$@") && return
    apt_refresh
    (cd "$work" && apt-get download -qq -o APT::Sandbox::User=root "$@") && return
    echo "The Debian packages of the images could not be fetched; RTM_IMAGES=pull takes the images from a registry instead."
    return 1
}

# A root folder with busybox as every program that is not there, and the merged /usr of Debian.
new_root() {
    local root=$1 name
    mkdir -p "$root"/{usr/bin,usr/sbin,usr/lib,usr/lib64,etc,proc,sys,dev,run,tmp,data,srv,var/lib,docker-entrypoint-initdb.d}
    for name in bin sbin lib lib64; do ln -s "usr/$name" "$root/$name"; done
    ln -s ../run "$root/var/run"
    chmod 1777 "$root/tmp"
    printf '%s\n' root:x:0:0::/root:/bin/sh postgres:x:999:999::/var/lib/postgresql:/bin/sh redis:x:998:998::/data:/bin/sh >"$root/etc/passwd"
    printf '%s\n' root:x:0: postgres:x:999: redis:x:998: >"$root/etc/group"
    printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' >"$root/etc/nsswitch.conf"
}

add_busybox() {
    local root=$1 name
    [[ -e $root/usr/bin/busybox ]] || install -D "$2" "$root/usr/bin/busybox"
    while read -r name; do
        [[ -e $root/usr/bin/$name || -L $root/usr/bin/$name ]] || ln -s busybox "$root/usr/bin/$name"
    done < <("$root/usr/bin/busybox" --list)
}

# import_root <folder> <reference> <change...>
import_root() {
    local root=$1 reference=$2 change changes=()
    shift 2
    for change in "$@"; do changes+=(--change "$change"); done
    tar -c --numeric-owner --owner=0 --group=0 -C "$root" . | docker import "${changes[@]}" - "$reference"
}

unpack_postgres() {
    new_root "$1"
    unpack_packages "$1" "postgresql-$POSTGRES_VERSION" busybox-static tzdata libc-bin
    add_busybox "$1"
    install -m 755 "$IMAGES_HERE/postgres-entrypoint" "$1/usr/bin/docker-entrypoint"
}

build_postgres() {
    local root=$1/postgres recipe=$2
    [[ -d $root ]] || unpack_postgres "$root"
    import_root "$root" "$POSTGRES_IMAGE" \
        "ENV PATH=/usr/lib/postgresql/$POSTGRES_VERSION/bin:/usr/sbin:/usr/bin" "ENV PGDATA=/var/lib/postgresql/data" "ENV LANG=C.UTF-8" \
        "LABEL com.galaxy.recipe=$recipe" "EXPOSE 5432" 'ENTRYPOINT ["docker-entrypoint"]' 'CMD ["postgres"]'
}

# Valkey goes by Redis' names, so that all else is the same.
unpack_redis() {
    new_root "$1"
    unpack_packages "$1" "$REDIS_PROGRAM-server" "$REDIS_PROGRAM-tools" busybox-static libc-bin
    add_busybox "$1"
    if [[ $REDIS_PROGRAM != redis ]]; then
        ln -sf "$REDIS_PROGRAM-server" "$1/usr/bin/redis-server"
        ln -sf "$REDIS_PROGRAM-cli" "$1/usr/bin/redis-cli"
    fi
    install -m 755 "$IMAGES_HERE/redis-entrypoint" "$1/usr/bin/docker-entrypoint"
}

build_redis() {
    local root=$1/$REDIS_PROGRAM recipe=$2
    [[ -d $root ]] || unpack_redis "$root"
    import_root "$root" "$REDIS_IMAGE" \
        "ENV PATH=/usr/sbin:/usr/bin" "LABEL com.galaxy.recipe=$recipe" "EXPOSE 6379" "WORKDIR /data" \
        'ENTRYPOINT ["docker-entrypoint"]' 'CMD ["redis-server"]'
}

unpack_pgbouncer() {
    new_root "$1"
    unpack_packages "$1" pgbouncer busybox-static libc-bin
    add_busybox "$1"
}

# It refuses to run as root.
build_pgbouncer() {
    local root=$1/pgbouncer recipe=$2
    [[ -d $root ]] || unpack_pgbouncer "$root"
    import_root "$root" "$PGBOUNCER_IMAGE" \
        "ENV PATH=/usr/sbin:/usr/bin" "LABEL com.galaxy.recipe=$recipe" "EXPOSE 6432" "USER 999" 'ENTRYPOINT ["pgbouncer"]'
}

unpack_engine() {
    new_root "$1"
    add_busybox "$1" "${2:-$(busybox_from_package "$(dirname "$1")")}"
    rm -rf "$(dirname "$1")/package"
    install -m 755 "$IMAGES_HERE/engine" "$1/usr/bin/engine"
}

build_engines() {
    local root=$1/engine recipe=$2 busybox=${3:-}
    [[ -d $root ]] || unpack_engine "$root" "$busybox"
    local reference mode change version
    while IFS='|' read -r reference mode change; do
        [[ -n ${reference// /} ]] || continue
        read -r reference <<<"$reference"
        read -r mode <<<"$mode"
        read -r change <<<"$change"
        version=${reference##*:}
        [[ $version == [0-9]* ]] || version=1.0.0
        import_root "$root" "$reference" \
            "ENV PATH=/usr/bin" "ENV ENGINE_VERSION=$version" "ENV ENGINE_MODE=$mode" \
            "LABEL com.galaxy.recipe=$recipe" "EXPOSE 8080" 'ENTRYPOINT ["engine"]' ${change:+"$change"}
    done <<<"$ENGINE_IMAGES"
    set_stop_signal galaxy/test-engine:stopsignal SIGUSR2
}

# "docker import" knows no STOPSIGNAL, "docker commit" takes it from the container.
set_stop_signal() {
    local container
    container=$(docker create --stop-signal "$2" "$1")
    docker commit "$container" "$1"
    docker rm "$container"
}

engine_references() { awk -F '|' 'NF > 1 { gsub(/ /, "", $1); print $1 }' <<<"$ENGINE_IMAGES"; }

engines_are_current() {
    local reference
    for reference in $(engine_references); do
        image_is_current "$reference" "$1" || return 1
    done
}

pull_as() {
    docker pull -q "$1"
    docker tag "$1" "$2"
}

busybox_from_package() {
    unpack_packages "$1/package" busybox-static
    find "$1/package" -name busybox -type f -path '*bin/*'
}

busybox_from_image() {
    local container
    docker pull -q "${RTM_PULL_BUSYBOX:-busybox:1.36-musl}" >&2
    container=$(docker create "${RTM_PULL_BUSYBOX:-busybox:1.36-musl}")
    docker cp -q "$container:/bin/busybox" "$1/busybox" >&2 || docker cp "$container:/bin/busybox" "$1/busybox" >&2
    docker rm "$container" >&2
    printf '%s' "$1/busybox"
}

images_ready() {
    local how=${RTM_IMAGES:-auto} recipe work busybox
    case $how in
        auto) command -v apt-get >/dev/null || how=pull ;;
        build | pull) ;;
        *) echo "RTM_IMAGES=$how: accepted are auto, build and pull" >&2; return 1 ;;
    esac
    recipe=$(images_recipe)
    work=$(mktemp -d /tmp/rtm-images.XXXXXX)
    at_exit rm -rf "$work"
    if [[ $how == pull ]]; then
        pull_as "${RTM_PULL_POSTGRES:-postgres:15}" "$POSTGRES_IMAGE"
        pull_as "${RTM_PULL_REDIS:-redis:7}" "$REDIS_IMAGE"
        pull_as "${RTM_PULL_PGBOUNCER:-edoburu/pgbouncer:v1.24.1-p1}" "$PGBOUNCER_IMAGE"
    else
        image_is_usable "$how" "$POSTGRES_IMAGE" "$recipe" || build_postgres "$work" "$recipe"
        image_is_usable "$how" "$REDIS_IMAGE" "$recipe" || build_redis "$work" "$recipe"
        image_is_usable "$how" "$PGBOUNCER_IMAGE" "$recipe" || build_pgbouncer "$work" "$recipe"
    fi
    if ! engines_are_current "$recipe"; then
        [[ $how != pull ]] || busybox=$(busybox_from_image "$work")
        build_engines "$work" "$recipe" "${busybox:-}"
    fi
    rm -rf "$work"
    # What an older recipe made is without a name now.
    docker image prune -f --filter label=com.galaxy.recipe
}

# images_from <folder>: all of them into an engine that has none, from what was unpacked before.
images_from() {
    local recipe
    recipe=$(images_recipe)
    build_postgres "$1" "$recipe"
    build_redis "$1" "$recipe"
    build_pgbouncer "$1" "$recipe"
    build_engines "$1" "$recipe"
}

# An image that carries no recipe was pulled: good enough for auto.
image_is_usable() {
    local how=$1 reference=$2 recipe=$3
    image_is_current "$reference" "$recipe" && return
    [[ $how == auto ]] && docker image inspect "$reference" >/dev/null 2>&1 && image_is_current "$reference" ''
}

image_sizes() {
    docker image ls --format '{{.Repository}}:{{.Tag}}  {{.Size}}' | grep -E '^galaxy' | sort
}

# shellcheck shell=bash
# A private registry on a loopback port, for tests of pulling. Docker accepts loopback registries without TLS.
#
#   registry_start <folder> [port]         the address is in <folder>/address
#   registry_push <folder> <image> [name]  prints the reference to pull
#   registry_stop <folder>

registry_start() {
    local folder=$1 port
    port=$(free_port "${2:-5000}")
    apt_need_program docker-registry docker-registry >&2
    mkdir -p "$folder/data"
    cat >"$folder/config.yml" <<CONFIG
version: 0.1
log: { level: warn }
storage: { filesystem: { rootdirectory: $folder/data }, delete: { enabled: true } }
http: { addr: "127.0.0.1:$port" }
CONFIG
    setsid docker-registry serve "$folder/config.yml" >"$folder/log" 2>&1 </dev/null 3>&- &
    printf '%s' $! >"$folder/pid"
    printf '127.0.0.1:%s' "$port" >"$folder/address"
    if ! wait_until 10 curl -fsS "http://127.0.0.1:$port/v2/"; then
        tail -n 10 "$folder/log" >&2
        return 1
    fi
}

registry_push() {
    local folder=$1 image=$2 name=${3:-$2} reference
    reference=$(<"$folder/address")/$name
    docker tag "$image" "$reference"
    docker push -q "$reference" >&2
    docker image rm "$reference" >&2
    printf '%s\n' "$reference"
}

registry_stop() {
    local pid
    [[ -f $1/pid ]] || return 0
    pid=$(<"$1/pid")
    end_process "$pid" 5
    rm -rf "$1"
}

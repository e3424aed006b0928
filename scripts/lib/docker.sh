# shellcheck shell=bash
# A Docker daemon: the one that answers; otherwise one that is installed, started and ended here.

DOCKER_STARTED_PID=
DOCKER_STARTED_DIR=

docker_answers() {
    command -v docker >/dev/null && timeout 10 docker info >/dev/null 2>&1
}

docker_up() {
    if ! docker_answers; then
        case ${DOCKER_HOST:-unix:///var/run/docker.sock} in
            unix://*) ;;
            *) echo "DOCKER_HOST=$DOCKER_HOST does not answer; unset it to start a daemon here." >&2; return 1 ;;
        esac
        apt_need_program dockerd docker.io
        apt_need_program iptables iptables
        docker_answers || docker_start
    fi
    export DOCKER_HOST=${DOCKER_HOST:-unix:///var/run/docker.sock}
}

docker_start() {
    ((EUID == 0)) || { echo "No Docker daemon answers, and only root can start one." >&2; return 1; }
    DOCKER_STARTED_DIR=$(mktemp -d /tmp/rtm-docker.XXXXXX)
    docker_forget_killed
    # Detached: Ctrl-C at the terminal must not reach the daemon before everything that needs it.
    setsid dockerd --host "${DOCKER_HOST:-unix:///var/run/docker.sock}" >"$DOCKER_STARTED_DIR/log" 2>&1 </dev/null 3>&- &
    DOCKER_STARTED_PID=$!
    at_exit docker_down
    if ! wait_until 60 docker_answers; then
        echo "dockerd was started but does not answer; the end of its log:" >&2
        tail -n 10 "$DOCKER_STARTED_DIR/log" >&2
        return 1
    fi
}

# A killed daemon leaves the networks of its containers, which still answer for their addresses. The next daemon removes
# them, because it has the same exec root; but it would wait for another process that has got the ID of the killed one.
docker_forget_killed() {
    local file program
    for file in /var/run/docker.pid /run/docker/containerd/containerd.pid; do
        [[ -f $file ]] || continue
        program=$(readlink "/proc/$(<"$file")/exe") || true
        [[ $program == */dockerd || $program == */containerd ]] || rm -f "$file"
    done
}

# Ends the daemon only if docker_start started it.
docker_down() {
    [[ -n $DOCKER_STARTED_PID ]] || return 0
    end_process "$DOCKER_STARTED_PID" 30
    DOCKER_STARTED_PID=
    rm -rf "$DOCKER_STARTED_DIR"
}

# A private daemon beside the one above, for tests that break it: own socket, data and state in one folder, and
# a default bridge of its own ("--bridge none" would delete the docker0 of the other daemon, and so would
# "--default-address-pool" at a start after a crash). It does not use iptables, because a second daemon rewrites
# the chains of the first. This machine reaches its containers by address and on ports published on 127.0.0.1;
# the containers do not reach each other.
#
# With --own-network it is in a network namespace of its own instead, which this machine does not reach.
#
#   private_docker_start <folder> [--own-id | --own-network] [--live-restore]   the socket is <folder>/docker.sock
#   private_docker_crash <folder>                      kill -9; start again with the same folder
#   private_docker_crash_containerd <folder>           kill -9 of its containerd, which it starts again by itself
#   private_docker_terminate <folder>                  a normal end; start again with the same folder
#   private_docker_stop <folder>                       removes containers, daemon and folder
private_docker_start() {
    local folder=$1 namespace=() network=()
    shift
    mkdir -p "$folder"
    # shellcheck disable=SC2016 # for the inner shells
    case ${1-} in
        # Docker before 23 takes its ID from /etc/docker, so all daemons of a host have the same ID.
        --own-id)
            shift
            mkdir -p "$folder/etc" /etc/docker
            namespace=(unshare --mount sh -c 'mount --bind "$0" /etc/docker && exec "$@"' "$folder/etc") ;;
        --own-network)
            shift
            namespace=(unshare --net sh -c 'ip link set lo up && exec "$@"' sh) ;;
    esac
    if [[ ${namespace[1]-} != --net ]]; then
        private_docker_bridge "$folder"
        network=(--bridge "$(private_docker_bridge_name "$folder")" --iptables=false --ip6tables=false)
    fi
    setsid "${namespace[@]}" dockerd --host "unix://$folder/docker.sock" --data-root "$folder/data" --exec-root "$folder/exec" \
        --pidfile "$folder/pid" "${network[@]}" "$@" >>"$folder/log" 2>&1 </dev/null 3>&- &
    if ! DOCKER_HOST=unix://$folder/docker.sock wait_until 30 docker_answers; then
        tail -n 10 "$folder/log" >&2
        return 1
    fi
}

# The name of the bridge comes from the folder, its address from the same sum.
private_docker_sum() { cksum <<<"$1" | cut -d ' ' -f 1; }
private_docker_bridge_name() { printf 'rtm%d' $(($(private_docker_sum "$1") % 1000000)); }

# Creates the bridge on the first start.
private_docker_bridge() {
    local name
    name=$(private_docker_bridge_name "$1")
    if ! ip link show "$name" >/dev/null 2>&1; then
        ip link add "$name" type bridge
        ip addr add "10.214.$(($(private_docker_sum "$1") % 250)).1/24" dev "$name"
        ip link set "$name" up
    fi
}

private_docker_crash() {
    local pid containerd
    pid=$(<"$1/pid")
    containerd=$(<"$1/exec/containerd/containerd.pid")
    kill -KILL "$pid"
    wait_until 10 process_gone "$pid"
    # The kernel ends containerd with its parent. Delete its pid file too: while its process waits to be reaped, the
    # next dockerd would consider it running and wait half a minute for it.
    wait_until 10 process_gone "$containerd"
    rm -f "$1/pid" "$1/exec/containerd/containerd.pid"
}

private_docker_crash_containerd() { kill -KILL "$(<"$1/exec/containerd/containerd.pid")"; }

private_docker_terminate() {
    end_process "$(<"$1/pid")" 30
}

# Starts a crashed daemon once more: only a daemon can remove its containers, networks and mounts.
private_docker_stop() {
    local folder=$1 pid
    [[ -d $folder ]] || return 0
    local -x DOCKER_HOST=unix://$folder/docker.sock
    docker_answers || private_docker_start "$folder" --live-restore || true
    docker ps -aq | xargs -r docker rm -f >/dev/null || true
    docker network prune -f >/dev/null || true
    if pid=$(cat "$folder/pid" 2>/dev/null); then
        end_process "$pid" 20
    fi
    ip link delete "$(private_docker_bridge_name "$folder")" 2>/dev/null || true
    sed -n "s|^[^ ]* \($folder/[^ ]*\) .*|\1|p" /proc/mounts | sort -r | xargs -r umount -l
    rm -rf "$folder"
}

# Copies images from the daemon in use to a private one.
private_docker_images() {
    local folder=$1
    shift
    docker save "$@" | DOCKER_HOST=unix://$folder/docker.sock docker load -q
}

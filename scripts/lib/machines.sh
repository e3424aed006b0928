# shellcheck shell=bash
# Machines: each a Docker daemon under live-restore with processes and a network of its own, all on one wire, with a bridge
# for games whose addresses the others reach. Losing power ends everything on one at once. They are numbered from 1.
#
#   machines_up <folder> <count> [dockerd options]   the socket of machine K is <folder>/K/docker.sock
#   machines_images <folder> <image...>              copies images from the daemon in use to all of them
#   machines_power_off <folder> <K>                  kill -9 of everything on it
#   machines_crash <folder> <K>                      kill -9 of its dockerd and containerd; the engines run on
#   machines_boot <folder> <K>                       starts it, or its daemon, again
#   machines_cut | machines_heal <folder> <K>        takes it off the wire, and back
#   machines_down <folder>                           removes all of it
#
# In the folder: hub (the address of this host for the machines), K/netns, K/address, K/init (a process on it).

MACHINES_NETWORK=galaxy-net

machines_sum() { cksum <<<"$1" | cut -d ' ' -f 1; }
machines_name() { printf 'rtm%d' $(($(machines_sum "$1") % 100000)); }
machines_octet() { printf '%d' $(($(machines_sum "$1") % 250)); }
machines_in() { nsenter --net="/run/netns/$(<"$1/$2/netns")" "${@:3}"; }
machines_docker() { DOCKER_HOST=unix://$1/$2/docker.sock docker "${@:3}"; }
machines_answers() { DOCKER_HOST=unix://$1/$2/docker.sock docker_answers; }
machines_each() { (cd "$1" && ls -d [1-9]); }

machines_up() {
    local folder=$1 count=$2 k
    shift 2
    mkdir -p "$folder"
    printf '%s\n' "$@" >"$folder/options"
    machines_wire "$folder" "$count"
    for ((k = 1; k <= count; k++)); do machines_boot "$folder" "$k" & done
    wait
    for ((k = 1; k <= count; k++)); do machines_answers "$folder" "$k" || return 1; done
    for ((k = 1; k <= count; k++)); do machines_bridge "$folder" "$k" "$count"; done
}

# A hub with a wire to each machine and to this host, in a network of its own: this host's firewall would filter what
# passes over a bridge.
machines_wire() {
    local folder=$1 count=$2 name octet hub k
    name=$(machines_name "$folder")
    octet=$(machines_octet "$folder")
    hub=${name}hub
    ip netns add "$hub"
    ip -n "$hub" link set lo up
    ip -n "$hub" link add br0 type bridge
    ip -n "$hub" link set br0 up
    ip -n "$hub" addr add "10.215.$octet.1/24" dev br0
    ip link add "$name" type veth peer name host netns "$hub"
    ip addr add "10.213.$octet.1/30" dev "$name"
    ip link set "$name" up
    ip -n "$hub" addr add "10.213.$octet.2/30" dev host
    ip -n "$hub" link set host up
    ip -n "$hub" route add default via "10.213.$octet.1"
    ip netns exec "$hub" sysctl -qw net.ipv4.ip_forward=1
    ip route add "10.215.$octet.0/24" via "10.213.$octet.2"
    printf '%s' "10.213.$octet.1" >"$folder/hub"
    for ((k = 1; k <= count; k++)); do
        mkdir -p "$folder/$k/etc"
        printf '%s' "${name}n$k" >"$folder/$k/netns"
        printf '%s' "10.215.$octet.$((10 + k))" >"$folder/$k/address"
        ip netns add "${name}n$k"
        ip -n "${name}n$k" link set lo up
        ip -n "${name}n$k" link add eth0 type veth peer name "n$k" netns "$hub"
        ip -n "$hub" link set "n$k" master br0 up
        ip -n "${name}n$k" addr add "10.215.$octet.$((10 + k))/24" dev eth0
        ip -n "${name}n$k" link set eth0 up
        ip -n "${name}n$k" route add default via "10.215.$octet.1"
    done
}

# The bridge for games on machine K, and the ways to it.
machines_bridge() {
    local folder=$1 k=$2 count=$3 name octet games m
    name=$(machines_name "$folder")
    octet=$(machines_octet "$folder")
    games=10.$((220 + k)).$octet.0/24
    machines_docker "$folder" "$k" network create -d bridge --subnet "$games" \
        -o com.docker.network.bridge.enable_ip_masquerade=false \
        -o com.docker.network.bridge.gateway_mode_ipv4=nat-unprotected "$MACHINES_NETWORK" >/dev/null
    ip route add "$games" via "10.213.$octet.2"
    ip -n "${name}hub" route add "$games" via "10.215.$octet.$((10 + k))"
    for ((m = 1; m <= count; m++)); do
        [[ $m == "$k" ]] || ip -n "${name}n$m" route add "$games" via "10.215.$octet.$((10 + k))"
    done
    machines_in "$folder" "$k" iptables -w -I DOCKER-USER -d "$games" -j ACCEPT
    machines_in "$folder" "$k" iptables -w -I DOCKER-USER -s "$games" -j ACCEPT
}

machines_boot() {
    local folder=$1 k=$2 init
    init=$(cat "$folder/$k/init" 2>/dev/null) || true
    if [[ -z $init || ! -d /proc/$init ]]; then
        rm -rf "$folder/$k/pid" "$folder/$k/exec" "$folder/$k/docker.sock"
        # shellcheck disable=SC2016 # for the inner shell
        setsid nsenter --net="/run/netns/$(<"$folder/$k/netns")" unshare --uts --pid --fork --kill-child --mount-proc \
            bash -c 'mkdir -p /etc/docker && mount --bind "$0/etc" /etc/docker && hostname "vm-$1" && sleep infinity & while :; do wait -n; done' \
            "$folder/$k" "$k" >>"$folder/$k/log" 2>&1 </dev/null 3>&- &
        wait_until 10 machines_find_init "$folder" "$k" $!
        init=$(<"$folder/$k/init")
    fi
    local options
    mapfile -t options < <(grep . "$folder/options")
    setsid nsenter --target "$init" --mount --pid --uts --net --root --wd dockerd --live-restore \
        --host "unix://$folder/$k/docker.sock" --data-root "$folder/$k/data" --exec-root "$folder/$k/exec" --pidfile "$folder/$k/pid" \
        --default-address-pool "base=172.$((20 + k)).0.0/16,size=24" "${options[@]}" >>"$folder/$k/log" 2>&1 </dev/null 3>&- &
    if ! wait_until 60 machines_answers "$folder" "$k"; then
        tail -n 10 "$folder/$k/log" >&2
        return 1
    fi
}

# The first process of the machine is the child of unshare.
machines_find_init() {
    local child
    child=$(pgrep -P "$3") || return 1
    [[ $(<"/proc/$child/cmdline") == bash* ]] 2>/dev/null || return 1
    printf '%s' "$child" >"$1/$2/init"
}

machines_power_off() {
    local init
    init=$(<"$1/$2/init")
    kill -KILL "$init"
    wait_until 10 process_gone "$init"
    rm -f "$1/$2/init"
}

machines_crash() {
    local init
    init=$(<"$1/$2/init")
    # shellcheck disable=SC2016 # for the inner shell
    nsenter --target "$init" --mount --pid --root --wd sh -c 'kill -KILL $(cat "$0/pid") $(cat "$0/exec/containerd/containerd.pid")
        rm -f "$0/pid" "$0/exec/containerd/containerd.pid"' "$1/$2"
    wait_until 10 machines_silent "$1" "$2"
}
machines_silent() { ! machines_answers "$1" "$2"; }

machines_cut() { ip -n "$(machines_name "$1")hub" link set "n$2" down; }
machines_heal() { ip -n "$(machines_name "$1")hub" link set "n$2" up; }

machines_images() {
    local folder=$1 k
    shift
    docker save -o "$folder/images.tar" "$@"
    for k in $(machines_each "$folder"); do machines_docker "$folder" "$k" load -q -i "$folder/images.tar" & done
    wait
    rm -f "$folder/images.tar"
}

machines_down() {
    local folder=$1 k name octet
    [[ -d $folder ]] || return 0
    name=$(machines_name "$folder")
    octet=$(machines_octet "$folder")
    for k in $(machines_each "$folder"); do
        if [[ -f $folder/$k/init ]]; then machines_power_off "$folder" "$k" || true; fi
        ip netns delete "${name}n$k" 2>/dev/null || true
        ip route delete "10.$((220 + k)).$octet.0/24" 2>/dev/null || true
    done
    ip netns delete "${name}hub" 2>/dev/null || true
    ip link delete "$name" 2>/dev/null || true
    rm -rf "$folder"
}

# shellcheck shell=bash
# The engines' network in this machine's Docker, and what Redis says. Sourced by install.sh.
# shellcheck disable=SC2153 # names of the other files

# What an operator must do about them.
NETWORK_LEFT=
REDIS_LEFT=

place_dependencies() {
    place_database
    place_network
    look_for_redis
}

# A network that exists is left as it is; the check judges it.
place_network() {
    local host network networks
    host=$(setting RTMANAGER_DOCKER_HOST unix:///var/run/docker.sock)
    network=$(setting RTMANAGER_DOCKER_NETWORK galaxy-net)
    if [[ -n $NO_NETWORK ]]; then
        step skipped "network: --no-network"
    elif [[ $host != unix://* ]]; then
        step skipped "network: Docker is not on this machine, but at $host"
    elif ! command -v docker >/dev/null; then
        step skipped "network: this needs the command docker"
    elif ! networks=$(our_docker network ls --format '{{.Name}}' 2>&1); then
        step skipped "network: Docker at $host does not answer"
    elif grep -qxF -e "$network" <<<"$networks"; then
        step network "$network, exists"
        return
    elif networks=$(our_docker network create -- "$network" 2>&1); then
        step network "created: $network"
        return
    else
        step failed "network: $(tail -n 1 <<<"$networks")"
    fi
    # shellcheck disable=SC2034 # for service.sh
    NETWORK_LEFT="docker network create $network"
}

# Whatever root's own settings of Docker's command name.
our_docker() (
    unset DOCKER_CONTEXT DOCKER_TLS_VERIFY
    docker_bounded --host "$host" "$@"
)

# The settings have Redis' usual address until somebody enters another one.
look_for_redis() {
    local address answer password
    password=$(setting RTMANAGER_REDIS_PASSWORD "$(setting RTMANAGER_REDIS_PASSWORD_FILE)")
    address=$(setting RTMANAGER_REDIS_MASTER_ADDR)
    [[ -n $address ]] || return 0
    answer=$(first_line "$address" 'PING\r\n') || answer=
    case $answer in
        +PONG*) step redis "$address, requires no password; that in the settings does not count" ;;
        -NOAUTH*)
            step redis "$address, requires a password"
            [[ -n $password && $password != change-me ]] ||
                REDIS_LEFT="enter the password of Redis in $SETTINGS: RTMANAGER_REDIS_PASSWORD"
            ;;
        '')
            step redis "$address, does not answer"
            REDIS_LEFT="start Redis, or enter its address in $SETTINGS: RTMANAGER_REDIS_MASTER_ADDR"
            ;;
        *) step redis "$address, answers: ${answer//[^[:print:]]/}" ;;
    esac
}

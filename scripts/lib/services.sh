# shellcheck shell=bash
# Starts PostgreSQL, Redis and the engines' network: services_up <name> <label>.
# Everything has the label, so that remove_labelled <label> finds it even after a crash.

REDIS_PASSWORD=local

services_up() {
    local name=$1 label=$2
    NETWORK=galaxy-net-$name
    POSTGRES_CONTAINER=$name-postgres
    REDIS_CONTAINER=$name-redis
    docker network create --label "$label" "$NETWORK"
    docker run -d --name "$POSTGRES_CONTAINER" --label "$label" -p "127.0.0.1:${POSTGRES_PORT:-}:5432" \
        -e POSTGRES_USER=postgres -e POSTGRES_PASSWORD=postgres -e POSTGRES_DB=galaxy "$POSTGRES_IMAGE"
    docker run -d --name "$REDIS_CONTAINER" --label "$label" -p "127.0.0.1:${REDIS_PORT:-}:6379" \
        -e REDISCLI_AUTH="$REDIS_PASSWORD" "$REDIS_IMAGE" --requirepass "$REDIS_PASSWORD" --appendonly yes
    POSTGRES_PORT=$(published_port "$POSTGRES_CONTAINER" 5432)
    REDIS_PORT=$(published_port "$REDIS_CONTAINER" 6379)
    wait_for_service "$REDIS_CONTAINER" redis-cli ping
    # Over TCP, because the local socket already answers while the database is being created.
    wait_for_service "$POSTGRES_CONTAINER" pg_isready -q -h 127.0.0.1
    create_role
    # shellcheck disable=SC2034 # for the caller
    POSTGRES_DSN="postgres://rtmanagerservice:rtmanagerservice@127.0.0.1:$POSTGRES_PORT/galaxy?search_path=rtmanager&sslmode=disable"
}

published_port() {
    local address
    address=$(docker port "$1" "$2/tcp" | head -n 1)
    printf '%s' "${address##*:}"
}

wait_for_service() {
    local container=$1
    shift
    wait_until 60 docker exec "$container" "$@" && return
    echo "$container is not ready; the end of its log:"
    docker logs --tail 15 "$container"
    return 1
}

# Creates what the service expects: a role, a schema that it owns, and no other right.
create_role() {
    docker exec -i "$POSTGRES_CONTAINER" psql -X -q -v ON_ERROR_STOP=1 -U postgres -d galaxy <<'SQL'
REVOKE ALL ON DATABASE galaxy FROM PUBLIC;
CREATE ROLE rtmanagerservice LOGIN PASSWORD 'rtmanagerservice';
GRANT CONNECT ON DATABASE galaxy TO rtmanagerservice;
CREATE SCHEMA rtmanager AUTHORIZATION rtmanagerservice;
ALTER ROLE rtmanagerservice IN DATABASE galaxy SET search_path = rtmanager;
SQL
}

redis_cli() { docker exec "$REDIS_CONTAINER" redis-cli "$@"; }
query() { docker exec -i -e PGOPTIONS='-c search_path=rtmanager' "$POSTGRES_CONTAINER" psql -X -U postgres -d galaxy "$@"; }

# Waits for the first entry of a stream after an id and prints it: the id, then a "field=value" line for each field.
next_entry() {
    local stream=$1 after=$2 seconds=$3 lines i
    mapfile -t lines < <(redis_cli XREAD COUNT 1 BLOCK $((seconds * 1000)) STREAMS "$stream" "$after")
    ((${#lines[@]} > 3)) || return 1
    printf '%s\n' "${lines[1]}"
    for ((i = 2; i < ${#lines[@]}; i += 2)); do printf '%s=%s\n' "${lines[i]}" "${lines[i + 1]:-}"; done
}

# Removes containers and networks with this label, and all containers on these networks: engines have other labels.
remove_labelled() {
    local label=$1 network
    # By name: a container that was never started is not found by the id of its network.
    for network in $(docker network ls --filter "label=$label" --format '{{.Name}}'); do
        docker ps -aq --filter "network=$network" | xargs -r docker rm -f -v
    done
    docker ps -aq --filter "label=$label" | xargs -r docker rm -f -v
    docker network ls -q --filter "label=$label" | xargs -r docker network rm
}

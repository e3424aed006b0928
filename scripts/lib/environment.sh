# shellcheck shell=bash
# The variables that the integration tests need; docs/testing.md lists them.
test_environment() {
    export RTM_TEST_POSTGRES_IMAGE=$POSTGRES_IMAGE
    export RTM_TEST_REDIS_IMAGE=$REDIS_IMAGE
    export RTM_TEST_PGBOUNCER_IMAGE=$PGBOUNCER_IMAGE
    # Nobody else uses a daemon that has just been started, so what it has is what a killed run left.
    [[ -z $DOCKER_STARTED_PID ]] || remove_labelled com.galaxy.test
    export RTM_TEST_LABEL=com.galaxy.test=$$
    export RTM_TEST_PRIVATE_DOCKER=$REPOSITORY/scripts/tools/private-docker
    export RTM_TEST_MACHINES=$REPOSITORY/scripts/tools/machines
    export RTM_TEST_LOCAL_REGISTRY=$REPOSITORY/scripts/tools/local-registry
    # Testcontainers must not pull or start containers of its own, and must expect published ports on this machine,
    # even if this machine is itself a container.
    export TESTCONTAINERS_RYUK_DISABLED=true
    export TESTCONTAINERS_CHECKS_DISABLE=true
    export TESTCONTAINERS_HOST_OVERRIDE=localhost
    export TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE=galaxy/test-engine:ok
    at_exit remove_labelled "$RTM_TEST_LABEL"
}

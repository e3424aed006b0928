# shellcheck shell=bash
# What the integration tests rely on; docs/testing.md lists it.
test_environment() {
    export RTM_TEST_POSTGRES_IMAGE=$POSTGRES_IMAGE
    export RTM_TEST_REDIS_IMAGE=$REDIS_IMAGE
    export RTM_TEST_LABEL=com.galaxy.test=$$
    export RTM_TEST_PRIVATE_DOCKER=$REPOSITORY/scripts/tools/private-docker
    export RTM_TEST_LOCAL_REGISTRY=$REPOSITORY/scripts/tools/local-registry
    # No container of its own is pulled or started by Testcontainers, and published ports are on this machine even
    # where this machine is itself a container.
    export TESTCONTAINERS_RYUK_DISABLED=true
    export TESTCONTAINERS_CHECKS_DISABLE=true
    export TESTCONTAINERS_HOST_OVERRIDE=localhost
    export TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE=galaxy/test-engine:ok
    at_exit remove_labelled "$RTM_TEST_LABEL"
}

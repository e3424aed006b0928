# shellcheck shell=bash
# Worlds: each has the Docker, PostgreSQL and Redis of a Debian suite, and behaves like a separate machine: own root, own
# processes, own network, own Docker data. A world ends with the process that created it, even after kill -9: the
# kernel ends the world's processes, and with the last of them its mounts and its network disappear.
#
#   worlds_init                       prepares the folder for trees and packages, and removes what a killed run left
#   world_prepare <world>             downloads what the world needs, and keeps it for the next run
#   world_run <world> <folder> [IT classes, separated by commas]
#                                     runs the integration tests on the existing build; reports: <folder>/<world>-reports
#   world_table <folder> <world...>   prints the results by world and test class

# name | suite | redis or valkey | daemon.json of every daemon | options of the main daemon | extra variable for the tests
WORLDS='
trixie           | trixie   | redis  | {} | |
trixie-valkey    | trixie   | valkey | {} | |
sid              | sid      | redis  | {} | |
sid-valkey       | sid      | valkey | {} | |
sid-containerd   | sid      | redis  | {"features":{"containerd-snapshotter":true}} | |
bookworm         | bookworm | redis  | {} | |
bookworm-ipv6    | bookworm | redis  | {} | --ipv6 --fixed-cidr-v6=fd71::/64 | RTM_TEST_IPV6=true
bookworm-icc     | bookworm | redis  | {} | --icc=false |
bookworm-userns  | bookworm | redis  | {"userns-remap":"default"} | | RTM_TEST_STATE_OWNER=100000
bookworm-prefix  | bookworm | redis  | {} | --default-address-pool=base=10.231.0.0/24,size=24 --default-address-pool=base=10.232.0.0/16,size=24 |
'

# The tests that every change must pass, in some minutes: start, stop, restart, patch and rollback, exits, reconcile,
# crashes of the service and of the daemon.
# shellcheck disable=SC2034 # for the caller
SMALL_SET=MainJobIT,LifecycleIT,PatchIT,ExitReasonIT,ReconcileIT,DaemonCrashIT,CrashIT,DockerDaemonContractIT,DockerContainerIT,InspectIT,DockerPullIT,RetentionIT

# In scripts/test these run on trixie only, so that this machine and the world are busy for about the same time. Nothing in
# them depends on the version of Docker; scripts/matrix runs them in every world.
# shellcheck disable=SC2034 # for the caller
TRIXIE_ONLY=RedisOutageIT,RedisLeasesIT,RedisFailoverIT,RedisOpenIT,ReadyTableIT,CollectorIT,StoreSettingsIT,TwoProcessesIT,TwoServicesIT,OutageIT,BootIT,ProbeIT,LifecycleCrashIT,IncidentsIT,ThreeNodesIT

WORLD_PACKAGES='docker.io iptables procps iproute2 curl redis-tools postgresql-client'
WORLDS_HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
WORLDS_LOCKED=
WORLD_PID=

world_names() { awk -F '|' 'NF > 1 { gsub(/ /, "", $1); print $1 }' <<<"$WORLDS"; }

# world_field <world> <number>
world_field() {
    awk -F '|' -v world="$1" -v field="$2" '{ name = $1; gsub(/ /, "", name) }
        name == world { gsub(/^ +| +$/, "", $field); print $field }' <<<"$WORLDS"
}

worlds_programs() {
    ((EUID == 0)) || { echo "Only root can create a world."; return 1; }
    apt_need_program debootstrap debootstrap
    apt_need_program ps procps
}

worlds_init() {
    WORLDS_HOME=${RTM_WORLDS:-${XDG_CACHE_HOME:-$HOME/.cache}/rtmanager/worlds}
    WORLD_CGROUPS=rtm-worlds-$(cksum <<<"$WORLDS_HOME" | cut -d ' ' -f 1)
    mkdir -p "$WORLDS_HOME"
    exec 8>"$WORLDS_HOME/lock"
    flock -n 8 || { echo "Waiting for another run that uses $WORLDS_HOME."; run_waiting setpriv --pdeathsig KILL flock 8; }
    WORLDS_LOCKED=yes
    worlds_clear
    at_exit world_end
}

# Removes what a killed run left: the kernel removed everything except files and empty cgroups.
worlds_clear() {
    rm -rf "$WORLDS_HOME"/run "$WORLDS_HOME"/*.new
    find /sys/fs/cgroup -depth -type d -path "*/$WORLD_CGROUPS*" -exec rmdir {} + 2>/dev/null || true
}

# Runs a command that ends with this shell, with everything it starts and mounts: contained [options of unshare] <command...>
contained() {
    local code=0
    setpriv --pdeathsig KILL unshare --mount --propagation private --pid --kill-child --fork "$@" </dev/null &
    WORLD_PID=$!
    wait "$WORLD_PID" || code=$?
    WORLD_PID=
    return "$code"
}

world_prepare() {
    local suite folder packages
    suite=$(world_field "$1" 2)
    folder=$WORLDS_HOME/$suite
    packages="$suite $WORLD_PACKAGES"
    if [[ $(cat "$folder/packages" 2>/dev/null) != "$packages" ]]; then
        rm -rf "$folder"
        contained "$WORLDS_HERE/world/tree" "$suite" "$folder.new" "$WORLD_PACKAGES" || return 1
        printf '%s' "$packages" >"$folder.new/packages"
        mv "$folder.new" "$folder"
    fi
    world_roots "$folder"
}

# Unpacks the contents of the images from the packages of the suite; again when the recipe changes.
world_roots() {
    local folder=$1 recipe
    recipe=$(images_recipe)
    [[ $(cat "$folder/roots/recipe" 2>/dev/null) != "$recipe" ]] || return 0
    rm -rf "$folder/roots"
    contained "$WORLDS_HERE/world/roots" "$folder" "$WORLDS_HERE" || return 1
    printf '%s' "$recipe" >"$folder/roots/recipe"
}

world_run() {
    local world=$1 results=$2 tests=${3:-} suite code=0
    suite=$(world_field "$world" 2)
    world_require_tests "$tests" || return 1
    world_forget "$world" "$results"
    mkdir -p "$results/$world" "$WORLDS_HOME/run/$world"
    project_artifacts "$WORLDS_HOME/run/$world/artifacts"
    contained --net --uts --ipc env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 JAVA_HOME="$JAVA_HOME" \
        REPOSITORY="$REPOSITORY" WORLD="$world" WORLD_TREE="$WORLDS_HOME/$suite/tree" WORLD_ROOTS="$WORLDS_HOME/$suite/roots" \
        WORLD_RUN="$WORLDS_HOME/run/$world" WORLD_RESULTS="$results/$world" WORLD_TESTS="$tests" \
        WORLD_REDIS="$(world_field "$world" 3)" WORLD_DAEMON="$(world_field "$world" 4)" \
        WORLD_OPTIONS="$(world_field "$world" 5)" WORLD_SETTINGS="$(world_field "$world" 6)" WORLD_CGROUPS="$WORLD_CGROUPS" \
        "$WORLDS_HERE/world/enter" || code=$?
    world_reports "$world" "$results"
    world_end
    return "$code"
}

# Maven passes over a class that does not exist, so a renamed one would be left out without a word.
world_require_tests() {
    local test
    for test in ${1//,/ }; do
        if [[ $test != *[*#!%]* && ! -f $REPOSITORY/modules/rtm.it/src/test/java/rtm/it/$test.java ]]; then
            echo "There is no integration test $test." >&2
            return 1
        fi
    done
}

# All integration tests except these, separated by commas: tests_except <FooIT,BarIT>
tests_except() {
    local path name names=()
    world_require_tests "$1" || return 1
    for path in "$REPOSITORY"/modules/rtm.it/src/test/java/rtm/it/*IT.java \
        "$REPOSITORY"/modules/rtm.browser/src/test/java/rtm/http/*IT.java; do
        name=$(basename "$path" .java)
        [[ ,$1, == *",$name,"* ]] || names+=("$name")
    done
    local IFS=,
    printf '%s' "${names[*]}"
}

# Removes the results of an earlier run.
world_forget() { rm -rf "${2:?}/$1" "$2/$1-reports"; }

world_reports() {
    mkdir -p "$2/$1-reports"
    find "$WORLDS_HOME/run/$1/reports" -type f -name '*IT*' -exec cp -t "$2/$1-reports" {} + 2>/dev/null || true
}

world_end() {
    if [[ -n $WORLD_PID ]]; then
        kill -KILL "$WORLD_PID" 2>/dev/null || true
        wait "$WORLD_PID" 2>/dev/null || true
        WORLD_PID=
    fi
    [[ -z $WORLDS_LOCKED ]] || worlds_clear
}

# Lays out the modules like a Maven repository, so that rtm.it can run alone on the existing build.
project_artifacts() {
    local pom folder name version target jar
    version=$(project_version)
    while read -r pom; do
        folder=$(dirname "$pom")
        name=$(sed -n '/<parent>/,/<\/parent>/d; s|^ *<artifactId>\(.*\)</artifactId>|\1|p' "$pom" | head -n 1)
        target=$1/dev/galaxy/$name/$version
        mkdir -p "$target"
        # A pom in a repository names its version; only a build knows the property.
        sed "s|\${revision}|$version|g" "$pom" >"$target/$name-$version.pom"
        for jar in "$folder/target/$name-$version.jar" "$folder/target/$name-$version-tests.jar"; do
            [[ ! -f $jar ]] || cp "$jar" "$target"
        done
    done < <(find "$REPOSITORY" -maxdepth 3 -name pom.xml -not -path '*/target/*')
}

project_version() { sed -n 's|^ *<revision>\(.*\)</revision>|\1|p' "$REPOSITORY/pom.xml" | head -n 1; }

# One line for each class that a world has run: class, world, result.
world_results() {
    local results=$1 world
    shift
    for world in "$@"; do
        [[ -d $results/$world-reports ]] || continue
        find "$results/$world-reports" -name 'TEST-*.xml' -exec grep -h -m 1 '<testsuite ' {} + |
            awk -v world="$world" '
                function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
                {
                    match($0, / name="[^"]*"/); class = substr($0, RSTART + 7, RLENGTH - 8); sub(/.*\./, "", class)
                    failed = number("failures") + number("errors"); skipped = number("skipped")
                    print class, world, number("tests") - failed - skipped "/" failed "/" skipped
                }'
    done
}

world_table() {
    world_results "$@" | awk -v worlds="${*:2}" '
        { classes[$1]; cell[$1, $2] = $3; split($3, part, "/"); for (i in part) sum[$2, i] += part[i] }
        function row(name, value) { line = sprintf("| %-24s |", name); for (w = 1; w <= count; w++) line = line sprintf(" %-15s |", value[w]); return line }
        BEGIN { count = split(worlds, world, " ") }
        END {
            print row("passed/failed/skipped", world)
            for (w = 1; w <= count; w++) value[w] = "---"
            print row("---", value)
            for (class in classes) {
                for (w = 1; w <= count; w++) value[w] = (class, world[w]) in cell ? cell[class, world[w]] : "-"
                print row(class, value) | "sort"
            }
            close("sort")
            for (w = 1; w <= count; w++) value[w] = sum[world[w], 1] + 0 "/" sum[world[w], 2] + 0 "/" sum[world[w], 3] + 0
            print row("all", value)
        }'
    local world
    for world in "${@:2}"; do printf '\n%s: %s' "$world" "$(cat "$1/$world/versions" 2>/dev/null || echo "did not start")"; done
    printf '\n'
}

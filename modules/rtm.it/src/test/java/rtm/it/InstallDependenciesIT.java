package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.testkit.server.Commands;
import rtm.testkit.server.Installation;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;

/**
 * What the packaged {@code install.sh} creates in PostgreSQL and Docker, on real servers. Stand-ins
 * for {@code setpriv} and {@code psql} lead into PostgreSQL's container; {@code
 * scripts/tools/systemd-trial} does it on a whole machine.
 */
final class InstallDependenciesIT {

    private static final String WORD = "b%5Cs%2F%40%3A%C3%A9 'c";

    private final PostgresServer postgres = PostgresServer.shared();
    private final String name = "i" + UUID.randomUUID().toString().replace("-", "");
    private final String made =
            "role %1$s, database %1$s and schema rtmanager, exist".formatted(name);
    @TempDir private Path folder;
    private Path settings;
    private ServerSocketChannel socket;

    @BeforeEach
    void open() throws IOException {
        settings = folder.resolve("rtmanager.env");
        socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(folder.resolve(".s.PGSQL.5432")));
        program("setpriv", "shift 3\nexec \"$@\"\n");
        program(
                "psql",
                """
                echo "$*" >>%1$s/arguments
                role=%2$s host=/run/postgresql
                for argument do
                    shift
                    case $argument in
                        %1$s) argument=/run/postgresql ;;
                        127.0.0.1) host= ;;
                    esac
                    set -- "$@" "$argument"
                done
                if [ -n "$host" ]; then set -- -U "$role" "$@"; fi
                cat >%1$s/input
                if [ -e %1$s/cut ]; then sed -i '/^CREATE SCHEMA/,$d' %1$s/input; fi
                exec docker exec -i -e PGPASSWORD -e PGOPTIONS -e PGCLIENTENCODING %3$s psql "$@" <%1$s/input
                """
                        .formatted(folder, postgres.administrator(), postgres.containerId()));
        dsn("127.0.0.1:5432", WORD);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        ask("postgres", "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
        ask("postgres", "DROP ROLE IF EXISTS " + name);
    }

    private void program(String program, String script) throws IOException {
        Path file = folder.resolve(program);
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void dsn(String server, String password) throws IOException {
        Files.writeString(
                settings,
                "RTMANAGER_POSTGRES_PRIMARY_DSN=\"postgres://%1$s:%2$s@%3$s/%1$s?search_path=rtmanager\"\n"
                        .formatted(name, password, server));
    }

    /** The steps of install.sh, and then what it lists as left to do. */
    private String install(String... steps) {
        String script =
                """
                set -euo pipefail
                for file in paths place database neighbours service remove; do . "$0/lib/install/$file.sh"; done
                NO_DATABASE=${NO_DATABASE-} NO_NETWORK=
                SETTINGS=%1$s/rtmanager.env SOCKET_FOLDERS=(%1$s) ADMINISTRATOR=$(id -un)
                PATH=%1$s:$PATH
                %2$s
                """
                        .formatted(folder, String.join("\n", steps));
        return Commands.run(List.of("bash", "-c", script, Installation.folder().toString()));
    }

    private String database() {
        return install("place_database", "left_in_postgres 'fail  postgres'");
    }

    private String ask(String database, String sql) {
        return postgres.asAdministrator(database, sql).strip();
    }

    @Test
    void anEmptyServerGetsRoleDatabaseAndSchemaOnce() throws Exception {
        assertThat(database())
                .isEqualTo(
                        "database   created: role %1$s, database %1$s, schema rtmanager\n"
                                .formatted(name));

        assertThat(
                        ask(
                                name,
                                "SELECT pg_get_userbyid(nspowner) FROM pg_namespace"
                                        + " WHERE nspname = 'rtmanager'"))
                .isEqualTo(name);
        assertThat(
                        ask(
                                name,
                                "SELECT rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication"
                                        + " FROM pg_roles WHERE rolname = '%s'".formatted(name)))
                .isEqualTo("t|f|f|f|f");
        assertThat(
                        ask(
                                name,
                                "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding)"
                                        + " FROM pg_database WHERE datname = '%s'".formatted(name)))
                .isEqualTo(postgres.administrator() + "|UTF8");
        assertThat(
                        ask(
                                name,
                                "SELECT setconfig FROM pg_db_role_setting JOIN pg_roles"
                                        + " ON setrole = pg_roles.oid WHERE rolname = '%s'"
                                                .formatted(name)))
                .isEqualTo("{search_path=rtmanager}");
        // The role logs in with the password of the settings in this run.
        assertThat(database()).isEqualTo("database   %s\n".formatted(made));
        assertThat(folder.resolve("arguments")).content().doesNotContain("'c", "%5C");
    }

    @Test
    void aRunThatWasCutOffIsContinued() throws Exception {
        Files.createFile(folder.resolve("cut"));
        database();
        assertThat(ask(name, "SELECT count(*) FROM pg_roles WHERE rolname = '%s'".formatted(name)))
                .isEqualTo("0");
        Files.delete(folder.resolve("cut"));

        assertThat(database())
                .isEqualTo("database   created: role %s, schema rtmanager\n".formatted(name));
        assertThat(database()).contains(made);
    }

    @Test
    void aMissingSchemaIsCreatedForARoleThatLogsIn() {
        database();
        ask(name, "DROP SCHEMA rtmanager");

        assertThat(database()).isEqualTo("database   created: schema rtmanager\n");
    }

    @Test
    void aRoleWithAnotherPasswordIsLeftAlone() throws Exception {
        ask("postgres", "CREATE ROLE %s LOGIN PASSWORD 'another'".formatted(name));
        String before = password();

        assertThat(database())
                .contains(
                        "left alone: the role %s exists, but cannot log in".formatted(name),
                        "  - enter the password of the role %s, or another role, in %s"
                                .formatted(name, settings),
                        "      ALTER ROLE %s LOGIN PASSWORD '<the password in ".formatted(name))
                .doesNotContain("created", "CREATE");

        assertThat(password()).isEqualTo(before);
        assertThat(
                        ask(
                                "postgres",
                                "SELECT count(*) FROM pg_database WHERE datname = '%s'"
                                        .formatted(name)))
                .isEqualTo("0");
    }

    private String password() {
        return ask(
                "postgres",
                "SELECT rolpassword FROM pg_authid WHERE rolname = '%s'".formatted(name));
    }

    @Test
    void aSchemaOfAnotherRoleIsLeftAlone() {
        ask("postgres", "CREATE DATABASE " + name);
        ask(name, "CREATE SCHEMA rtmanager");

        assertThat(database())
                .contains(
                        "%s has a schema rtmanager of the role %s, not of %s"
                                .formatted(name, postgres.administrator(), name),
                        "  - enter that role, or another database, in")
                .doesNotContain("created");

        assertThat(password()).isEmpty();
    }

    @Test
    void aDatabaseWithAnotherEncodingIsLeftAlone() {
        ask(
                "postgres",
                "CREATE DATABASE %s TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
                        .formatted(name));

        assertThat(database())
                .contains("left alone: %s exists, with the encoding LATIN1".formatted(name))
                .doesNotContain("created");

        assertThat(password()).isEmpty();
    }

    @Test
    void whatThisMachineCannotCreateIsPrintedAsSql() throws Exception {
        String sql = "CREATE SCHEMA rtmanager AUTHORIZATION %s;".formatted(name);
        dsn("db.example:5432", "p");
        assertThat(database()).contains("not on this machine, but on db.example", sql);
        dsn("127.0.0.1:5433", "p");
        assertThat(database()).contains("with port 5433, but with port 5432: if that is", sql);
        dsn("127.0.0.1:5432", "change-me");
        assertThat(database()).contains("has no password for PostgreSQL", sql);
        dsn("127.0.0.1:5432", "p");
        assertThat(install("NO_DATABASE=yes", "place_database", "left_in_postgres ''"))
                .contains("skipped    database: --no-database", sql);
        program("psql", "echo 'psql: error: FATAL:  no entry' >&2\nexit 2\n");
        assertThat(database()).contains("does not let its administrator", ": no entry\n", sql);

        assertThat(password()).isEmpty();
    }

    @Test
    void thePrintedSqlCreatesAndRemovesEverythingFromAnyDatabase() throws Exception {
        dsn("127.0.0.1:5432", "p");
        String printed = install("NO_DATABASE=yes", "place_database", "left_in_postgres ''");
        paste(printed, " *(CREATE|GRANT|ALTER) .*;|\\\\connect .*");
        assertThat(database()).isEqualTo("database   %s\n".formatted(made));

        String drop = install("left_to_drop \"$(setting RTMANAGER_POSTGRES_PRIMARY_DSN)\"");
        int database = drop.indexOf("kept       the database " + name);
        paste(drop.substring(0, database), "DROP .*;|\\\\connect .*");
        assertThat(password()).isEmpty();
        assertThat(ask(name, "SELECT to_regnamespace('rtmanager') IS NULL")).isEqualTo("t");
        paste(drop.substring(database), "DROP .*;|\\\\connect .*");
        assertThat(
                        ask(
                                "postgres",
                                "SELECT count(*) FROM pg_database WHERE datname = '%s'"
                                        .formatted(name)))
                .isEqualTo("0");
    }

    /** Runs the lines of a form as an administrator does who is in another database. */
    private void paste(String printed, String lines) throws IOException {
        Path file = folder.resolve("pasted");
        Files.write(file, printed.lines().filter(line -> line.matches(lines)).toList());
        Commands.run(
                List.of(
                        "sh",
                        "-c",
                        "exec docker exec -i $0 psql -X -q -v ON_ERROR_STOP=1 -U $1 -d postgres <$2",
                        postgres.containerId(),
                        postgres.administrator(),
                        file.toString()));
    }

    @Test
    void theNetworkIsCreatedOnce() throws Exception {
        Files.writeString(settings, "RTMANAGER_DOCKER_NETWORK=" + name);
        Optional.ofNullable(System.getenv("DOCKER_HOST"))
                .ifPresent(host -> append("\nRTMANAGER_DOCKER_HOST=%s\n".formatted(host)));
        try {
            assertThat(install("place_network"))
                    .isEqualTo("network    created: %s\n".formatted(name));
            assertThat(install("place_network"))
                    .isEqualTo("network    %s, exists\n".formatted(name));
        } finally {
            Commands.run(List.of("docker", "network", "rm", name));
        }
    }

    private void append(String text) {
        try {
            Files.writeString(settings, Files.readString(settings) + text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aNetworkOfAnotherMachineIsLeftToTheOperator() throws Exception {
        Files.writeString(settings, "RTMANAGER_DOCKER_HOST=tcp://db.example:2375\n");

        assertThat(install("place_network", "left \"$NETWORK_LEFT\""))
                .contains("skipped    network:", "  - docker network create galaxy-net");
    }

    @Test
    void aDockerThatHangsIsGivenUp() throws Exception {
        program("docker", "exec sleep 60\n");

        assertThat(install("DOCKER_SECONDS=1", "place_network"))
                .contains("skipped    network: Docker at ", " does not answer");
        assertThatThrownBy(() -> install("DOCKER_SECONDS=1", "no_games_run /games"))
                .hasMessageContaining("(no answer within 1 s), so nothing was removed");
        assertThat(install("DOCKER_SECONDS=1", "remove_containers /games"))
                .contains("left       containers of games that had ended");
    }

    @Test
    void onlyGamesThatUseTheStateRootAreInTheWayOfAPurge() throws Exception {
        program("docker", "echo '0123456789abcdef ,/etc/hosts,/games/g-1'\n");

        assertThatThrownBy(() -> install("no_games_run /games"))
                .hasMessageContaining("games that run: 1; --purge removes nothing");
        assertThat(install("no_games_run /game")).contains("is asked which games run");
    }

    /** A shell stands for the program: its path and its arguments count. */
    @Test
    void onlyAServiceOfAnotherVersionHasToEnd() throws Exception {
        String[] steps = {
            "OPT=%s/opt VERSION=2 NAME=rtmanager-2 program=lib/runtime/bin/java".formatted(folder),
            "mkdir -p $OPT/rtmanager-{1,2}/lib/runtime/bin",
            "for v in 1 2; do cp -f \"$(readlink -f /proc/$$/exe)\" $OPT/rtmanager-$v/$program; done",
            "mkfifo $OPT/pipe",
            "run() { $OPT/rtmanager-$1/$program -c 'read -r -t 30; :' -m \"${@:2}\" <>$OPT/pipe >&0 & id=$!; }",
            "main=rtm.main/rtm.main.Main",
            "started() { while [[ $(program_processes | wc -l) != $1 ]]; do sleep 0.05; done; }",
            "run 2 $main ps; started 1; left_to_start; echo; kill $id; wait $id || true",
            "run 2 $main; now=$id; started 1; left_to_start; echo",
            "run 1 $main; started 2; left_to_start; kill $now $id"
        };

        String[] printed = install(steps).split("\n\n", -1);

        assertThat(printed[0])
                .contains("  - start the service, and wait until it is ready:\n")
                .doesNotContain("kill -0");
        assertThat(printed[1])
                .containsPattern("^  - nothing: 2 runs already, as process \\d+; ")
                .doesNotContain("kill");
        assertThat(printed[2])
                .containsPattern("  - another version still runs; end it:\n    kill \\d+; while ")
                .contains("start the service");
    }

    @Test
    void redisWithAPasswordIsSaid() throws Exception {
        RedisServer redis = RedisServer.shared();
        Files.writeString(
                settings,
                "RTMANAGER_REDIS_MASTER_ADDR=%s:%d\n".formatted(redis.host(), redis.port()));

        assertThat(install("look_for_redis", "left \"$REDIS_LEFT\""))
                .contains("requires a password", "  - enter the password of Redis in");

        append("RTMANAGER_REDIS_PASSWORD='%s'\n".formatted(RedisServer.PASSWORD));
        assertThat(install("look_for_redis", "left \"$REDIS_LEFT\"")).doesNotContain("enter");
    }
}

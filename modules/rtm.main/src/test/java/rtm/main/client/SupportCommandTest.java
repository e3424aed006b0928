package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rtm.main.settings.Secrets;

final class SupportCommandTest {

    private static final String API = "GET /api/v1/internal";

    /** One secret in each setting that can have one. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "RTMANAGER_POSTGRES_PRIMARY_DSN",
                    "postgres://role:dsn%2Dsecret@db:5432/galaxy?sslpassword=key-secret",
                    "RTMANAGER_REDIS_PASSWORD",
                    "redis-secret",
                    "RTMANAGER_INTERNAL_HTTP_TOKEN",
                    "token-secret",
                    "RTMANAGER_DOCKER_LOG_OPTS",
                    "max-size=1m,splunk-token=log-secret",
                    "RTMANAGER_LOBBY_INTERNAL_BASE_URL",
                    "http://user:misplaced-secret@lobby");

    @TempDir Path folder;

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
        service.answers(API + "/status", "{\"error\":\"refused the password dsn-secret\"}");
        service.answers(API + "/overview?limit=1000", "{\"items\":[\"game-1\"]}");
    }

    @AfterEach
    void close() {
        service.close();
    }

    /** The unit's file, a program that prints its whole environment, and a log with secrets. */
    private void sources(Map<String, String> settings) throws IOException {
        Path file = folder.resolve("rtmanager.env");
        Files.write(
                file,
                settings.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
        service.support(
                new SupportSources(
                        file,
                        List.of("sh", "-c", "echo \"$0 $*\"; env; exit 3"),
                        List.of("sh", "-c", "echo 'tried redis-secret and key-secret'"),
                        Duration.ofSeconds(20),
                        Secrets::of));
    }

    private Map<String, String> bundle() throws Exception {
        Path file = folder.resolve("bundle.tar.gz");
        assertThat(service.types("support", "-o", file.toString())).isZero();
        assertThat(service.lines()).containsExactly(file.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Process tar =
                new ProcessBuilder("tar", "-xzf", file.toString(), "-C", folder.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(tar.waitFor()).isZero();
        Map<String, String> parts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("rtmanager-support-20260428-120000"))) {
            for (Path part : files.toList()) {
                parts.put(part.getFileName().toString(), Files.readString(part));
            }
        }
        return parts;
    }

    @Test
    void theBundleHasEverythingThatHelpsAndSaysWhatCouldNotBeRead() throws Exception {
        sources(Map.of());

        Map<String, String> parts = bundle();

        assertThat(parts)
                .containsKeys(
                        "versions.txt",
                        "status.json",
                        "games.json",
                        "operations.json",
                        "operations-open.json",
                        "config.txt",
                        "check.txt",
                        "drift.txt",
                        "log.txt");
        assertThat(parts.get("games.json")).isEqualTo("{\"items\":[\"game-1\"]}");
        assertThat(parts.get("streams.json")).isEqualTo("not read: nothing prepared\n");
        assertThat(parts.get("drift.txt"))
                .startsWith("reconcile --dry-run\n")
                .endsWith("exit code 3\n");
    }

    @Test
    void noSecretOfAnySettingIsInIt() throws Exception {
        sources(SETTINGS);

        Map<String, String> parts = bundle();

        assertThat(parts.get("check.txt"))
                .contains("RTMANAGER_REDIS_PASSWORD=********")
                .contains("max-size=1m");
        assertThat(parts.get("log.txt")).isEqualTo("tried ******** and ********\n");
        assertThat(parts.values())
                .allSatisfy(part ->
                        assertThat(part)
                                .doesNotContainPattern(
                                        "(dsn|dsn%2D|key|redis|token|log|misplaced)-?secret"));
    }

    @Test
    @Timeout(20)
    void whatHangsHoldsUpNothingAndIsNamedWithWhatItHasPrinted() throws Exception {
        Path file = folder.resolve("none.env");
        service.support(
                new SupportSources(
                        file,
                        List.of("sh", "-c", "echo \"$0 $*\"; [ $0 = version ] || exec sleep 600"),
                        List.of(),
                        Duration.ofSeconds(2),
                        Secrets::of));

        Map<String, String> parts = bundle();

        assertThat(parts.get("check.txt")).isEqualTo("check \ndid not end within 2s\n");
        assertThat(parts.get("games.json")).isEqualTo("{\"items\":[\"game-1\"]}");
        assertThat(parts.getOrDefault("missing.txt", "").lines())
                .contains(
                        "check.txt: did not end within 2s",
                        "drift.txt: did not end within 2s",
                        "log.txt: systemd does not run here; the log is where the service's output goes")
                .noneMatch(line -> line.startsWith("games.json"));
        assertThat(service.errors()).contains("check.txt: did not end within 2s");
    }

    @Test
    @Timeout(20)
    void whatHoldsUpAProgramIsNamedBesideIt() throws Exception {
        service.answers(
                "GET /api/v1/internal/status",
                "{\"dependencies\":[{\"name\":\"docker\",\"ok\":false,\"error\":\"did not answer within 2s\"}],\"problems\":[]}");
        service.support(
                new SupportSources(
                        folder.resolve("none.env"),
                        List.of("sh", "-c", "[ $0 = version ] || exec sleep 600"),
                        List.of(),
                        Duration.ofSeconds(1),
                        Secrets::of));

        assertThat(bundle().getOrDefault("missing.txt", ""))
                .contains("check.txt: did not end within 1s")
                .contains("the service says: docker: did not answer within 2s; affects ");
    }

    @Test
    void aFileThatExistsIsNotReplaced() throws Exception {
        sources(Map.of());
        Path file = Files.writeString(folder.resolve("mine"), "mine");

        assertThat(service.types("support", "-o", file.toString())).isEqualTo(1);
        assertThat(file).hasContent("mine");
    }

    @Test
    void aServiceThatDoesNotAnswerIsNamedInTheBundle() throws Exception {
        sources(Map.of());
        service.close();

        assertThat(bundle().get("status.json")).contains("cannot be reached");
    }
}

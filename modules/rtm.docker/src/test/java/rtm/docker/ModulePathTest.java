package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.docker.api.DockerJson;
import rtm.testkit.server.ContainerTable;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Asked;

/**
 * On the module path, as shipped, no library has reflective access to this module; the class path
 * of the other tests would allow it.
 */
class ModulePathTest {

    /** What the product has of this test's class path. */
    private static final Pattern SHIPPED =
            Pattern.compile(
                    ".*/(docker-java|jackson-(core|databind|annotations)|guava|failureaccess"
                            + "|commons-(io|lang3)|slf4j|opentelemetry-(api|context|common)|jspecify"
                            + "|rtm\\.domain)-.*|.*/rtm\\.(docker|domain)/target/classes");

    @TempDir Path folder;

    @Test
    void aContainerWithALogDriverIsCreatedOnTheModulePath() throws Exception {
        try (FakeDaemon daemon = daemon()) {
            Process process = new ProcessBuilder(command(daemon)).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(output).isZero();
            assertThat(logConfig(daemon))
                    .isEqualTo("{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"1m\"}}");
        }
    }

    private List<String> command(FakeDaemon daemon) {
        String modules =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> SHIPPED.matcher(entry).matches())
                        .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "--module-path",
                modules,
                "--add-modules",
                "ALL-MODULE-PATH",
                "--patch-module",
                "rtm.docker=" + testClasses(),
                "--module",
                "rtm.docker/rtm.docker.CreateOnce",
                daemon.host().toString(),
                folder.toString(),
                "json-file");
    }

    private static String testClasses() {
        return Path.of(
                        java.net.URI.create(
                                CreateOnce.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString()))
                .toString();
    }

    private static String logConfig(FakeDaemon daemon) throws Exception {
        String body =
                daemon.asked().stream()
                        .filter(asked -> asked.is("POST", "/containers/create"))
                        .map(Asked::body)
                        .collect(Collectors.joining());
        assertThat(body).containsOnlyOnce("LogConfig");
        JsonNode log =
                DockerJson.read(body.getBytes(StandardCharsets.UTF_8))
                        .path("HostConfig")
                        .path("LogConfig");
        return "{\"Type\":%s,\"Config\":%s}".formatted(log.path("Type"), log.path("Config"));
    }

    private FakeDaemon daemon() throws Exception {
        ContainerTable table = new ContainerTable();
        return FakeDaemon.start(
                folder,
                FakeDaemon.healthy(
                        "1.12",
                        "1.41",
                        asked ->
                                asked.line().contains("/containers/")
                                        ? Optional.of(table.apply(asked))
                                        : Optional.empty()));
    }
}

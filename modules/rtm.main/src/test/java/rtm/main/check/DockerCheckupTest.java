package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.model.DependencyUnavailableException;
import rtm.main.check.Finding.Level;
import rtm.main.settings.Environments;
import rtm.main.settings.Settings;

/** What the check reports for the facts that a Docker daemon returns. */
class DockerCheckupTest {

    @TempDir Path folder;

    private HttpServer docker;
    private String version = "1.43";
    private String info = info(true, "local");
    private String networkOptions = "";
    private boolean changingId;
    private int asked;

    @BeforeEach
    void open() throws IOException {
        docker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        docker.createContext("/", this::answer);
        docker.start();
    }

    @AfterEach
    void close() {
        docker.stop(0);
    }

    private static String info(boolean liveRestore, String logDriver) {
        return """
        {"ID":"e","ServerVersion":"24.0.7","LiveRestoreEnabled":%s,"LoggingDriver":"%s",\
        "DockerRootDir":"/var/lib/docker"}\
        """
                .formatted(liveRestore, logDriver);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
        String body =
                switch (path) {
                    case "/version" ->
                            "{\"Version\":\"24.0.7\",\"ApiVersion\":\"%s\",\"MinAPIVersion\":\"1.12\"}"
                                    .formatted(version);
                    case "/info" ->
                            changingId ? info.replace("\"e\"", "\"" + asked++ + "\"") : info;
                    case "/networks/galaxy-net" ->
                            "{\"Id\":\"n\",\"Name\":\"galaxy-net\",\"Driver\":\"bridge\",\"Options\":{%s}}"
                                    .formatted(networkOptions);
                    default -> "OK";
                };
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private List<Finding> look(String... namesAndValues) {
        List<String> all = new ArrayList<>(List.of(namesAndValues));
        all.addAll(List.of("DOCKER_HOST", "tcp://127.0.0.1:" + docker.getAddress().getPort()));
        Settings settings =
                Environments.loaded(Environments.with(all.toArray(String[]::new))).settings();
        return new DockerCheckup(
                        settings.docker(),
                        settings.stateFolders().ownerUid(),
                        new DockerLook(settings),
                        folder.resolve("daemon.json"))
                .run();
    }

    private static List<Finding> warnings(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.level() == Level.WARN).toList();
    }

    @Test
    void aDaemonAsItShouldBeGetsNoWarning() {
        List<Finding> findings = look();

        assertThat(findings).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(findings)
                .extracting(Finding::found)
                .anyMatch(words -> words.startsWith("Docker 24.0.7 at tcp://127.0.0.1:"))
                .contains(
                        "network galaxy-net is a bridge network",
                        "live-restore is on: games survive a restart of the daemon",
                        "engines use the log driver local");
    }

    @Test
    void aNetworkThatThisHostDoesNotReachIsAWarning() {
        networkOptions = "\"com.docker.network.bridge.gateway_mode_ipv4\":\"isolated\"";

        assertThat(warnings(look()))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.found())
                                .contains("galaxy-net has the gateway mode isolated", "probe"));
    }

    @Test
    void aLogDriverThatTheDaemonLacksIsAFailureThatNamesTheOthers() {
        info = with("\"Plugins\":{\"Log\":[\"local\",\"json-file\"]}");

        assertThat(failures(look("DOCKER_LOG_DRIVER", "jsonfile")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.found()).contains("no log driver jsonfile");
                    assertThat(finding.advice()).contains("json-file, local");
                });
        assertThat(failures(look("DOCKER_LOG_DRIVER", "local"))).isEmpty();
        assertThat(failures(look("DOCKER_LOG_DRIVER", "none"))).isEmpty();
        assertThat(failures(look("DOCKER_LOG_DRIVER", "vendor/logs:1"))).isEmpty();
    }

    @Test
    void userNamespacesNeedAnotherOwnerOfTheGamesFolders() {
        info = with("\"SecurityOptions\":[\"name=seccomp,profile=default\",\"name=userns\"]");

        assertThat(warnings(look()))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.advice()).contains("RTMANAGER_GAME_STATE_OWNER_UID"));
        assertThat(warnings(look("GAME_STATE_OWNER_UID", "100000"))).isEmpty();
    }

    @Test
    void aDaemonWithAnotherIdEachTimeCannotBeUsed() {
        changingId = true;

        assertThat(failures(look()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).contains("Podman"));
    }

    private static String with(String more) {
        return info(true, "local").replaceFirst("\\}$", "," + more + "}");
    }

    private static List<Finding> failures(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.level() == Level.FAIL).toList();
    }

    @Test
    void anApiThatIsTooOldIsAFailureThatSaysWhatIsNeeded() {
        version = "1.40";

        assertThatThrownBy(this::look)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("supports API versions up to 1.40")
                .hasMessageContaining("20.10");
    }

    @Test
    void withoutLiveRestoreAWarningSaysWhatThatMeansForTheGames() {
        info = info(false, "local");

        assertThat(warnings(look()))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.found()).contains("live-restore is off", "ends every game");
                    assertThat(warning.advice()).contains("\"live-restore\": true");
                });
    }

    @Test
    void aLogDriverThatNeverRotatesIsAWarning() {
        info = info(true, "json-file");

        assertThat(warnings(look()))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.found()).contains("json-file without a size limit");
                    assertThat(warning.advice()).contains("RTMANAGER_DOCKER_LOG_DRIVER=local");
                });
    }

    @Test
    void theDaemonsOwnBoundOrOursMakesItGood() throws IOException {
        info = info(true, "json-file");
        assertThat(warnings(look("DOCKER_LOG_OPTS", "max-size=10m,max-file=3"))).isEmpty();
        assertThat(warnings(look("DOCKER_LOG_DRIVER", "local"))).isEmpty();

        Files.writeString(
                folder.resolve("daemon.json"),
                "{\"log-driver\":\"json-file\",\"log-opts\":{\"max-size\":\"10m\"}}");
        assertThat(warnings(look())).isEmpty();
    }

    @Test
    void theDaemonsBoundIsNoneForADriverThatIsNamedHere() throws IOException {
        Files.writeString(folder.resolve("daemon.json"), "{\"log-opts\":{\"max-size\":\"10m\"}}");

        assertThat(warnings(look("DOCKER_LOG_DRIVER", "json-file"))).hasSize(1);
    }
}

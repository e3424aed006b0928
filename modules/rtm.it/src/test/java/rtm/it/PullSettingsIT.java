package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.ImageReference;
import rtm.it.server.LoopbackRegistry;
import rtm.testkit.server.ServiceProcess;

/** When and how long the packaged program pulls, and with which credentials. */
final class PullSettingsIT {

    private static Stage stage;
    private static LoopbackRegistry registry;

    @TempDir Path folder;

    @BeforeAll
    static void open() throws Exception {
        stage = new Stage();
        registry = LoopbackRegistry.start();
    }

    @AfterAll
    static void close() throws Exception {
        registry.close();
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"always, 2", "never, 0"})
    @Shows("RTMANAGER_IMAGE_PULL_POLICY")
    void anImageIsPulledWhenItIsSet(String policy, int pulls) throws Exception {
        ImageReference image = registry.add("galaxy/policy", policy, Map.of());
        // One process shares a pull with the next start, if that comes a moment later.
        for (int process = 0; process < 2; process++) {
            try (ServiceProcess service =
                    stage.service(Map.of("RTMANAGER_IMAGE_PULL_POLICY", policy))) {
                start(image);
                assertThat(service.log()).noneMatch(line -> line.contains(" ERROR "));
            }
        }
        assertThat(registry.pulls(image)).isEqualTo(pulls);
        if (pulls > 0) {
            stage.onEngine("image", "rm", image.value());
        }
    }

    @Test
    @Shows("RTMANAGER_IMAGE_PULL_STALL_TIMEOUT")
    void aPullIsGivenUpWhenNothingComesForAsLongAsIsSet() throws Exception {
        givenUp("9m", "stalled: no progress for 1 s");
    }

    @Test
    @Shows("RTMANAGER_IMAGE_PULL_TIMEOUT")
    void aPullIsGivenUpWhenItTakesLongerThanIsSet() throws Exception {
        givenUp("1s", "took longer than 1 s");
    }

    private static void givenUp(String most, String words) throws Exception {
        ImageReference image = registry.addStalling("galaxy/stalling", "1.0.0");
        try (ServiceProcess _ =
                stage.service(
                        Map.of(
                                "RTMANAGER_IMAGE_PULL_TIMEOUT",
                                most,
                                "RTMANAGER_IMAGE_PULL_STALL_TIMEOUT",
                                "1s"))) {
            assertThat(start(image))
                    .containsEntry("error_code", "image_pull_failed")
                    .hasEntrySatisfying("error_message", text -> assertThat(text).contains(words));
        }
    }

    @Test
    @Shows("DOCKER_CONFIG")
    void theCredentialsAreThoseOfTheFolderThatIsSet() throws Exception {
        try (LoopbackRegistry asking = LoopbackRegistry.start()) {
            ImageReference image = asking.add("galaxy/private", "1.0.0", Map.of());
            asking.require("rtm", "secret");
            login(asking.host());
            try (ServiceProcess _ = stage.service(Map.of("DOCKER_CONFIG", folder.toString()))) {
                start(image);
            }
            // An image that was not pulled cannot be removed.
            stage.onEngine("image", "rm", image.value());
        }
    }

    private void login(String host) throws IOException {
        String pair =
                Base64.getEncoder().encodeToString("rtm:secret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host, pair));
    }

    /** Starts a game on an image; returns the result, whatever it is. */
    private static Map<String, String> start(ImageReference image) {
        String game = stage.newGame();
        stage.startJob(game, image.value());
        Map<String, String> result = stage.results(game, 1).getFirst();
        if (!stage.container(game).isEmpty()) {
            stage.onEngine("rm", "-f", stage.container(game));
        }
        return result;
    }
}

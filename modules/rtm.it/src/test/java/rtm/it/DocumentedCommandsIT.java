package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.testkit.Installation;
import rtm.testkit.ServiceProcess;
import rtm.testkit.Trees;

/**
 * Takes every command of a document, runs it against a live service in the document's order, and
 * compares what it prints with what the document shows.
 */
final class DocumentedCommandsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path DOCUMENTS = Path.of("../../docs");

    @ParameterizedTest
    @ValueSource(strings = {"runbook.md", "examples.md"})
    void everyCommandDoesWhatTheDocumentSays(String name) throws Exception {
        List<DocumentedCommand> commands = DocumentedCommand.of(DOCUMENTS.resolve(name));
        Path folder = Files.createTempDirectory("rtm-it-documents");
        try (Stage stage = new Stage()) {
            ServiceProcess service = stage.service(settings());
            Shell shell = new Shell(folder, stage, service.port());
            shell.preamble = commands.getFirst().script();
            System.out.printf("Commands of %s%n", name);
            for (DocumentedCommand command : commands.subList(1, commands.size())) {
                long began = System.nanoTime();
                run(shell, command);
                System.out.printf(
                        "  line %3d, %s: %d commands as documented, %d ms%n",
                        command.line(),
                        command.heading(),
                        command.script().lines().count(),
                        (System.nanoTime() - began) / 1_000_000);
            }
        } finally {
            Trees.delete(folder);
        }
    }

    /** Those of an example, where the documents rely on them. */
    private static Map<String, String> settings() {
        return Map.of("RTMANAGER_ENGINE_STATE_MOUNT_PATH", "/var/lib/galaxy-game");
    }

    /** What only looks is run until it shows what is expected, since others are at work as well. */
    private static void run(Shell shell, DocumentedCommand command) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String output = shell.run(command);
        while (!command.missingFrom(output).isEmpty()
                && !command.changesSomething()
                && System.nanoTime() < deadline) {
            output = shell.run(command);
        }
        assertThat(command.missingFrom(output))
                .as(
                        "%s, line %d%n%s%nprinted%n%s%nwhich lacks",
                        command.heading(), command.line(), command.script(), output)
                .isEmpty();
    }

    /** The operator's shell. */
    private static final class Shell {
        private final Path settings;
        private final int port;
        private String preamble = "";

        Shell(Path folder, Stage stage, int port) throws IOException {
            this.settings = folder.resolve("rtmanager.env");
            this.port = port;
            Files.writeString(
                    settings,
                    stage.environment().entrySet().stream()
                                    .map(variable ->
                                            "%s='%s'%n"
                                                    .formatted(
                                                            variable.getKey(), variable.getValue()))
                                    .collect(Collectors.joining())
                            + "RTMANAGER_ENGINE_STATE_MOUNT_PATH='/var/lib/galaxy-game'%n"
                                    .formatted());
        }

        String run(DocumentedCommand command) throws IOException, InterruptedException {
            String script =
                    "set -eu -o pipefail\n%s\n%s\n"
                            .formatted(here(preamble), here(command.script()));
            ProcessBuilder builder =
                    new ProcessBuilder("bash", "-c", script).redirectErrorStream(true);
            builder.environment()
                    .merge(
                            "PATH",
                            Installation.launcher().resolveSibling("").toString(),
                            (path, ours) -> ours + ":" + path);
            Process shell = builder.start();
            shell.getOutputStream().close();
            String output =
                    new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(shell.exitValue())
                    .as(
                            "%s, line %d%n%s%nprinted%n%s",
                            command.heading(), command.line(), command.script(), output)
                    .isZero();
            return output;
        }

        /** What a document cannot know of this host. */
        private String here(String script) {
            return script.replace("/etc/rtmanager/rtmanager.env", settings.toString())
                    .replace("http://127.0.0.1:8096", "http://127.0.0.1:" + port);
        }
    }
}

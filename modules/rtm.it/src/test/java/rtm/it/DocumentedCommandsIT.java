package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.Trees;

/**
 * Takes every command of a document, runs it against a live service in the document's order, and
 * compares what it prints with what the document shows.
 */
final class DocumentedCommandsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path DOCUMENTS = Path.of("../../docs");

    /** Those of an example, where the documents rely on them. */
    private static final Map<String, String> SETTINGS =
            Map.of("RTMANAGER_ENGINE_STATE_MOUNT_PATH", "/var/lib/galaxy-game");

    @ParameterizedTest
    @ValueSource(strings = {"runbook.md", "examples.md"})
    void everyCommandDoesWhatTheDocumentSays(String name) throws Exception {
        List<DocumentedCommand> commands = DocumentedCommand.of(DOCUMENTS.resolve(name));
        Path folder = Files.createTempDirectory("rtm-it-documents");
        try (Stage stage = new Stage()) {
            ServiceProcess service = stage.service(SETTINGS);
            DocumentedShell shell =
                    new DocumentedShell(
                            folder, settings(stage), service.port(), commands.getFirst().script());
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

    private static Map<String, String> settings(Stage stage) {
        Map<String, String> settings = new LinkedHashMap<>(stage.environment());
        settings.putAll(SETTINGS);
        return settings;
    }

    /** What only looks is run until it shows what is expected, since others are at work as well. */
    private static void run(DocumentedShell shell, DocumentedCommand command) throws Exception {
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
}

package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import rtm.testkit.server.Installation;

/** The shell of an operator who follows a document, in a folder of its own. */
final class DocumentedShell {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final Path settings;
    private final int port;
    private final String preamble;

    /**
     * A shell for a service.
     *
     * @param settings the service's, as an operator may read them
     * @param port where it listens
     * @param preamble the commands that the document puts before all others
     */
    DocumentedShell(Path folder, Map<String, String> settings, int port, String preamble)
            throws IOException {
        this.folder = folder;
        this.settings = folder.resolve("rtmanager.env");
        this.port = port;
        this.preamble = preamble;
        Files.writeString(
                this.settings,
                settings.entrySet().stream()
                        .map(variable ->
                                "%s='%s'%n".formatted(variable.getKey(), variable.getValue()))
                        .collect(Collectors.joining()));
    }

    /** Runs the commands, which must succeed, and returns what they print. */
    String run(DocumentedCommand command) throws IOException, InterruptedException {
        String script =
                "set -eu -o pipefail\n%s\n%s\n".formatted(here(preamble), here(command.script()));
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        builder.environment()
                .merge(
                        "PATH",
                        Installation.launcher().resolveSibling("").toString(),
                        (path, ours) -> ours + ":" + path);
        Process shell = builder.start();
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
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

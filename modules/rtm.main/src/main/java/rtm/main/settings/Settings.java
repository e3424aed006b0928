package rtm.main.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import rtm.docker.DockerSettings;
import rtm.docker.state.StateFolderSettings;
import rtm.http.HttpSettings;
import rtm.http.client.LobbySettings;
import rtm.store.StoreSettings;
import rtm.streams.StreamsSettings;
import rtm.workers.wiring.WorkerSettings;

/**
 * All settings; they are read at the start and never change.
 *
 * @param process the process itself
 * @param http the listener
 * @param lobby Lobby, which is asked over HTTP
 * @param store PostgreSQL
 * @param streams Redis
 * @param docker Docker
 * @param stateFolders the games' state folders
 * @param engine what all engines share
 * @param workers the workers
 * @param node this process as one of several nodes
 * @param telemetry settings beyond the standard {@code OTEL_*} variables
 */
public record Settings(
        ProcessSettings process,
        HttpSettings http,
        LobbySettings lobby,
        StoreSettings store,
        StreamsSettings streams,
        DockerSettings docker,
        StateFolderSettings stateFolders,
        EngineSettings engine,
        WorkerSettings workers,
        NodeSettings node,
        TelemetrySettings telemetry) {

    /** The result of reading the settings. */
    public sealed interface Reading {

        /** Sentences about variables that have no effect. */
        List<String> warnings();

        /**
         * Reports every warning, then every problem.
         *
         * @return the settings; empty if there are problems
         */
        default Optional<Settings> report(Consumer<String> warning, Consumer<String> problem) {
            warnings().forEach(warning);
            return switch (this) {
                case Loaded(Settings settings, _) -> Optional.of(settings);
                case Invalid(List<Problem> problems, _) -> {
                    problems.stream().map(Problem::sentence).forEach(problem);
                    yield Optional.empty();
                }
            };
        }
    }

    /**
     * The service can start.
     *
     * @param settings the settings
     * @param warnings sentences about variables without effect
     */
    public record Loaded(Settings settings, List<String> warnings) implements Reading {}

    /**
     * The service cannot start.
     *
     * @param problems all of them, at least one
     * @param warnings sentences about variables without effect; a misspelled name shows here
     */
    public record Invalid(List<Problem> problems, List<String> warnings) implements Reading {}

    /** Reads the whole environment, even if there are problems. */
    public static Reading read(Map<String, String> entries) {
        SecretFiles files = SecretFiles.read(entries);
        Environment environment = files.environment();
        SettingValues values = SettingValues.read(environment, Variables.all());
        List<Problem> problems =
                Stream.of(
                                files.problems(),
                                values.problems().stream()
                                        .filter(problem -> !files.unread(problem.variable()))
                                        .toList(),
                                CrossChecks.of(environment, values))
                        .flatMap(List::stream)
                        .toList();
        List<String> warnings = UnknownVariables.warnings(environment);
        return problems.isEmpty()
                ? new Loaded(of(values, credentialsFolder(entries)), warnings)
                : new Invalid(problems, warnings);
    }

    private static Settings of(SettingValues values, Path credentialsFolder) {
        return new Settings(
                ProcessVariables.settings(values),
                HttpVariables.settings(values),
                HttpVariables.lobby(values),
                StoreVariables.settings(values),
                StreamsVariables.settings(values),
                DockerVariables.settings(values, credentialsFolder),
                StateVariables.settings(values),
                EngineVariables.settings(values),
                WorkerVariables.settings(values),
                NodeVariables.settings(values),
                TelemetryVariables.settings(values));
    }

    /** Like Docker's own client: below the user's home by default. */
    private static Path credentialsFolder(Map<String, String> entries) {
        return DockerSettings.credentialsFolder(
                entries, entries.getOrDefault("HOME", System.getProperty("user.home")));
    }
}

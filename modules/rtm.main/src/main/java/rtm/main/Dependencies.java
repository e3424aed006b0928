package rtm.main;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import rtm.docker.DockerDaemon;
import rtm.docker.state.HostStateFolders;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.BootId;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.port.DaemonConnection;
import rtm.domain.text.FailureWords;
import rtm.domain.time.Durations;
import rtm.main.settings.Settings;
import rtm.main.telemetry.BootFailure;
import rtm.main.telemetry.Telemetry;
import rtm.store.PostgresPresence;
import rtm.store.PostgresStore;
import rtm.streams.RedisStreams;

/**
 * What the service cannot work without; opened in parallel to save time, logged in the runbook's
 * order.
 *
 * @param store PostgreSQL
 * @param presence this process' locks in PostgreSQL
 * @param redis Redis
 * @param docker Docker
 * @param daemonId the Docker daemon's own ID
 * @param folders the state folders
 * @param telemetry OpenTelemetry
 */
record Dependencies(
        PostgresStore store,
        PostgresPresence presence,
        RedisStreams redis,
        DaemonConnection docker,
        String daemonId,
        HostStateFolders folders,
        Telemetry telemetry) {

    private static final Duration LONGEST_FLUSH = Duration.ofSeconds(3);

    /** After this time the log says what the boot waits for. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    private static final Log LOG = Log.of(Dependencies.class);

    /**
     * Opens all of them, or none.
     *
     * @throws BootFailure with one sentence for each that cannot be opened
     */
    static Dependencies open(
            Settings settings,
            Map<String, String> environment,
            BootId bootId,
            InstantSource clock,
            Closers closers) {
        Opening opening = new Opening();
        Optional<Telemetry> telemetry =
                opening.await(
                        "telemetry",
                        opening.start("telemetry", () -> telemetry(settings, environment, bootId)),
                        closers);
        OpenTelemetry api = telemetry.map(Telemetry::api).orElseGet(OpenTelemetry::noop);
        CompletableFuture<PostgresPresence> presence =
                opening.start(
                        "postgres",
                        () ->
                                PostgresPresence.open(
                                        settings.store().dsn(),
                                        bootId,
                                        settings.store().leaderTimeout(),
                                        settings.http().port()));
        CompletableFuture<PostgresStore> store =
                opening.start("postgres", () -> store(settings, api));
        CompletableFuture<RedisStreams> redis =
                opening.start("redis", () -> RedisStreams.open(settings.streams(), clock, api));
        CompletableFuture<DaemonConnection> docker =
                opening.start("docker", () -> daemon(settings, api));
        CompletableFuture<String> daemonId =
                opening.start("docker", () -> docker.join().daemonId());
        CompletableFuture<HostStateFolders> folders =
                opening.start("state root", () -> folders(settings));
        opening.await("postgres", store, closers)
                .ifPresent(opened -> {
                    LOG.info(
                            "migrations applied",
                            LogField.of("applied", opened.migrationsApplied()),
                            LogField.of("schema_version", opened.schemaVersion()));
                    LOG.info("postgres ping ok");
                });
        opening.await("postgres", presence)
                .ifPresent(opened -> closers.add("postgres locks", opened));
        opening.await("redis", redis, closers).ifPresent(_ -> LOG.info("redis ping ok"));
        opening.await("docker", docker, closers)
                .ifPresent(_ -> {
                    LOG.info("docker ping ok");
                    LOG.info(
                            "docker network found",
                            LogField.of("network", settings.docker().network()));
                });
        opening.await("docker", daemonId);
        opening.await("state root", folders);
        if (!opening.failures.isEmpty()) {
            throw new BootFailure(opening.failures.stream().distinct().toList());
        }
        telemetry.orElseThrow().log();
        return new Dependencies(
                store.join(),
                presence.join(),
                redis.join(),
                docker.join(),
                daemonId.join(),
                folders.join(),
                telemetry.orElseThrow());
    }

    /**
     * Connects to the container daemon; another kind of daemon is chosen here.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it cannot be used
     */
    static DaemonConnection daemon(Settings settings, OpenTelemetry telemetry) {
        return DockerDaemon.open(settings.docker(), telemetry);
    }

    private static PostgresStore store(Settings settings, OpenTelemetry telemetry) {
        return settings.node().many()
                ? PostgresStore.openAmongOthers(
                        settings.store(),
                        telemetry,
                        new PlacingPolicy(
                                settings.engine().defaultLimits().memory(),
                                settings.node().lostAfter()))
                : PostgresStore.open(settings.store(), telemetry);
    }

    /** A collector that does not answer gets only its share of the shutdown time. */
    private static Telemetry telemetry(
            Settings settings, Map<String, String> environment, BootId bootId) {
        Duration share = settings.process().shutdownTimeout().dividedBy(10);
        return Telemetry.open(
                environment, settings.telemetry(), bootId, Durations.shorter(share, LONGEST_FLUSH));
    }

    private static HostStateFolders folders(Settings settings) {
        HostStateFolders folders = new HostStateFolders(settings.stateFolders());
        try {
            folders.verifyRoot();
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable.getMessage(), unusable);
        }
        warnOfOwnership(folders);
        return folders;
    }

    /** Only new games need this; games that have their folders do not. */
    private static void warnOfOwnership(HostStateFolders folders) {
        try {
            if (!folders.verifyOwnership()) {
                LOG.warn(
                        "cannot read state folders, lost content is not detected",
                        LogField.of("path", folders.root()));
            }
        } catch (IOException refused) {
            LOG.warn(
                    "new games cannot be started",
                    LogField.of("error", String.valueOf(refused.getMessage())));
        }
    }

    /** Several openings in parallel, and the sentences of those that failed. */
    private static final class Opening {
        private final List<String> failures = new ArrayList<>();
        private final Set<String> slow = ConcurrentHashMap.newKeySet();

        <T> CompletableFuture<T> start(String name, Supplier<T> open) {
            CompletableFuture<T> opened = new CompletableFuture<>();
            CompletableFuture<T> _ =
                    opened.copy()
                            .orTimeout(SLOW.toMillis(), TimeUnit.MILLISECONDS)
                            .whenComplete((_, failed) -> {
                                if (failed instanceof TimeoutException && slow.add(name)) {
                                    LOG.warn(
                                            "still waiting for a dependency",
                                            LogField.of("dependency", name));
                                }
                            });
            Thread.ofVirtual()
                    .name("open-" + name)
                    .start(() -> {
                        try {
                            opened.complete(open.get());
                        } catch (RuntimeException | Error failed) {
                            opened.completeExceptionally(failed);
                        }
                    });
            return opened;
        }

        <T extends AutoCloseable> Optional<T> await(
                String name, CompletableFuture<T> opening, Closers closers) {
            Optional<T> opened = await(name, opening);
            opened.ifPresent(resource -> closers.add(name, resource));
            return opened;
        }

        <T> Optional<T> await(String name, CompletableFuture<T> opening) {
            try {
                return Optional.of(opening.join());
            } catch (CompletionException failed) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                String words = FailureWords.of(cause);
                failures.add(words.startsWith(name) ? words : name + ": " + words);
                return Optional.empty();
            }
        }
    }
}

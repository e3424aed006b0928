package rtm.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import rtm.docker.DockerEngine;
import rtm.docker.HostStateFolders;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.BootId;
import rtm.store.PostgresPresence;
import rtm.store.PostgresStore;
import rtm.streams.RedisStreams;

/**
 * What the service cannot work without, opened side by side to save time and told in the runbook's
 * order.
 *
 * @param store PostgreSQL
 * @param presence this process' locks in PostgreSQL
 * @param redis Redis
 * @param docker Docker
 * @param engineId the id by which that Docker engine knows itself
 * @param folders the state folders
 * @param telemetry OpenTelemetry
 */
record Dependencies(
        PostgresStore store,
        PostgresPresence presence,
        RedisStreams redis,
        DockerEngine docker,
        String engineId,
        HostStateFolders folders,
        Telemetry telemetry) {

    private static final Log LOG = Log.of(Dependencies.class);

    /**
     * Opens them all, or none.
     *
     * @throws BootFailure with one sentence for each that could not be opened
     */
    static Dependencies open(
            Settings settings,
            Map<String, String> environment,
            BootId bootId,
            InstantSource clock,
            Closers closers) {
        Opening opening = new Opening();
        CompletableFuture<Telemetry> telemetry =
                opening.begin("telemetry", () -> Telemetry.open(environment, settings.telemetry()));
        CompletableFuture<PostgresPresence> presence =
                opening.begin(
                        "postgres", () -> PostgresPresence.open(settings.store().dsn(), bootId));
        CompletableFuture<PostgresStore> store =
                opening.begin("postgres", () -> PostgresStore.open(settings.store()));
        CompletableFuture<RedisStreams> redis =
                opening.begin("redis", () -> RedisStreams.open(settings.streams(), clock));
        CompletableFuture<DockerEngine> docker =
                opening.begin("docker", () -> DockerEngine.open(settings.docker()));
        CompletableFuture<String> engineId =
                opening.begin("docker", () -> docker.join().engineId());
        CompletableFuture<HostStateFolders> folders =
                opening.begin("state root", () -> folders(settings));
        opening.await("telemetry", telemetry, closers);
        opening.await("postgres", store, closers)
                .ifPresent(opened -> {
                    LOG.info(
                            "migrations applied",
                            Pair.of("applied", opened.migrationsApplied()),
                            Pair.of("schema_version", opened.schemaVersion()));
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
                            Pair.of("network", settings.docker().network()));
                });
        opening.await("docker", engineId);
        opening.await("state root", folders);
        if (!opening.failures.isEmpty()) {
            throw new BootFailure(opening.failures.stream().distinct().toList());
        }
        telemetry.join().tell();
        return new Dependencies(
                store.join(),
                presence.join(),
                redis.join(),
                docker.join(),
                engineId.join(),
                folders.join(),
                telemetry.join());
    }

    private static HostStateFolders folders(Settings settings) {
        HostStateFolders folders = new HostStateFolders(settings.docker());
        try {
            folders.verifyRoot();
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable.getMessage(), unusable);
        }
        return folders;
    }

    /** Several openings at once, with the sentences of those that failed. */
    private static final class Opening {
        private final List<String> failures = new ArrayList<>();

        <T> CompletableFuture<T> begin(String name, Supplier<T> open) {
            CompletableFuture<T> opened = new CompletableFuture<>();
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

        <T extends AutoCloseable> java.util.Optional<T> await(
                String name, CompletableFuture<T> opening, Closers closers) {
            java.util.Optional<T> opened = await(name, opening);
            opened.ifPresent(resource -> closers.add(name, resource));
            return opened;
        }

        <T> java.util.Optional<T> await(String name, CompletableFuture<T> opening) {
            try {
                return java.util.Optional.of(opening.join());
            } catch (CompletionException failed) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
                failures.add(words.startsWith(name) ? words : name + ": " + words);
                return java.util.Optional.empty();
            }
        }
    }
}

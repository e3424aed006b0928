package rtm.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.EngineUsage;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.Leader;
import rtm.domain.port.DependencyCheck;
import rtm.domain.simulation.SimulatedWorld;

/** A service with many games, as after some days of work, at the present time. */
final class ManyGames {

    private static final long MEGABYTE = 1L << 20;

    private final Served served;

    private ManyGames(Served served) {
        this.served = served;
    }

    /**
     * Opens a service.
     *
     * @param version of the program
     * @param port where it listens; 0 for any
     */
    static Served open(HttpSettings settings, String version, int port) throws IOException {
        return open(settings, version, port, () -> {});
    }

    /**
     * Opens a service.
     *
     * @param version of the program
     * @param port where it listens; 0 for any
     * @param docker throws what is wrong with Docker
     */
    static Served open(HttpSettings settings, String version, int port, Runnable docker)
            throws IOException {
        BootId bootId = new BootId(UUID.randomUUID());
        Served served =
                new Served(
                        Served.changed(settings, port, settings.console()),
                        version,
                        bootId,
                        List.of(
                                check(Dependency.POSTGRES, () -> {}),
                                check(Dependency.DOCKER, docker)));
        served.world.clock.advance(Duration.between(SimulatedWorld.START, Instant.now()));
        served.world.store.leads(
                new Leader(
                        Optional.of(bootId),
                        Optional.empty(),
                        Optional.of(Instant.now().minus(Duration.ofDays(3)))));
        return served;
    }

    private static DependencyCheck check(Dependency dependency, Runnable check) {
        return new DependencyCheck() {
            @Override
            public Dependency dependency() {
                return dependency;
            }

            @Override
            public void check() {
                check.run();
            }
        };
    }

    /** Starts games game-1 to game-n; every tenth is stopped again. */
    static ManyGames in(Served served, int count) throws IOException {
        ManyGames games = new ManyGames(served);
        for (int i = 1; i <= count; i++) {
            games.start("game-" + i, i);
            if (i % 10 == 0) {
                games.post("game-" + i, "stop", "{\"reason\":\"finished\"}");
            }
        }
        return games;
    }

    void start(String game, int size) throws IOException {
        post(game, "start", "{\"image_ref\":\"galaxy/game:1.%d.0\"}".formatted(4 + size % 2));
        served.world.docker.write(container(game), "turn 12 of " + game + " saved");
        served.world.docker.startedAt(container(game), served.world.clock.instant());
        served.used.uses(
                container(game),
                new EngineUsage(
                        EngineUsage.Source.CGROUP,
                        Optional.of(size * 37L % 500),
                        Optional.of(500L),
                        Optional.of((20 + size * 13L % 44) * MEGABYTE),
                        Optional.of(64 * MEGABYTE),
                        Optional.of(7L),
                        Optional.of(64L)));
        served.probed(game, HealthStatus.HEALTHY, "{}");
    }

    void post(String game, String operation, String body) throws IOException {
        String token = "Authorization: Bearer s3cret\r\nContent-Type: application/json\r\n";
        Answered answer = served.post(Served.RUNTIMES + "/" + game + "/" + operation, token, body);
        if (answer.status() != 200) {
            throw new AssertionError(answer);
        }
    }

    ContainerId container(String game) {
        return served.world
                .store
                .find(new GameId(game))
                .flatMap(runtime -> runtime.state().containerId())
                .orElseThrow();
    }
}

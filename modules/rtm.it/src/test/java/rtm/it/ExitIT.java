package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;

/** Exits that happen while the service cannot see or tell them are told once, soon after. */
final class ExitIT {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final List<String> TABLE = new ArrayList<>();

    private Stage stage;
    private Links links;
    private ServiceProcess service;

    @BeforeEach
    void serve() throws Exception {
        stage = new Stage();
        links = Links.of(stage);
        service = start();
    }

    private ServiceProcess start() throws Exception {
        return stage.service(links.settings());
    }

    @AfterEach
    void close() {
        links.close();
        stage.close();
    }

    @AfterAll
    static void tell() {
        System.out.println("| outage | games told | last told after its end |");
        System.out.println("| --- | --- | --- |");
        TABLE.forEach(System.out::println);
    }

    /** Four games, of which three end by themselves and one is killed by hand. */
    private record Games(String seven, String clean, String killed, String removed) {

        void end(Stage stage) {
            stage.endEngine(seven, 7);
            stage.endEngine(clean, 0);
            Stage.docker("kill", container(killed));
            Stage.docker("rm", "-f", container(removed));
        }
    }

    private Games running() throws InterruptedException {
        return new Games(
                stage.running(service, Stage.IMAGE),
                stage.running(service, Stage.IMAGE),
                stage.running(service, Stage.IMAGE),
                stage.running(service, Stage.IMAGE));
    }

    private static String container(String game) {
        return "galaxy-game-" + game;
    }

    private void assertTold(String outage, Games games, Instant over) {
        await(outage)
                .atMost(Stage.PATIENCE)
                .untilAsserted(() -> {
                    assertThat(stage.status(games.seven())).isEqualTo("stopped");
                    assertThat(stage.status(games.clean())).isEqualTo("stopped");
                    assertThat(stage.status(games.killed())).isEqualTo("stopped");
                    assertThat(stage.status(games.removed())).isEqualTo("removed");
                    assertThat(told(games.seven()))
                            .containsExactly("container_exited {\"exit_code\":7,\"oom\":false}");
                    assertThat(told(games.killed()))
                            .containsExactly("container_exited {\"exit_code\":137,\"oom\":false}");
                    assertThat(told(games.clean())).containsExactly(Stage.CLEAN_END);
                    assertThat(told(games.removed())).endsWith("container_disappeared {}");
                });
        assertThat(stage.kinds(games.clean())).endsWith("reconcile_observed_exited");
        Instant last =
                List.of(games.seven(), games.clean(), games.killed(), games.removed()).stream()
                        .map(game -> stage.deaths(game).getLast().told())
                        .max(Instant::compareTo)
                        .orElseThrow();
        Duration after = Duration.between(over, last);
        TABLE.add("| %s | 4 of 4 | %d ms |".formatted(outage, after.toMillis()));
        assertThat(after).as(outage).isLessThan(SOON);
    }

    private List<String> told(String game) {
        return stage.deaths(game).stream().map(Stage.HealthEvent::toString).toList();
    }

    @Test
    void exitsWhileTheServiceIsDownAreTold() throws Exception {
        Games games = running();
        service.kill();
        games.end(stage);
        service = start();
        assertTold("service down (from ready)", games, Instant.now());
    }

    @Test
    void exitsWhileTheServiceStandsStillAreTold() throws Exception {
        Games games = running();
        service.signal("STOP");
        games.end(stage);
        Instant over = Instant.now();
        service.signal("CONT");
        assertTold("SIGSTOP", games, over);
    }

    @Test
    void exitsThatAreForgottenByDockerAreTold() throws Exception {
        Games games = running();
        service.kill();
        games.end(stage);
        forget();
        service = start();
        assertTold("service down, 150 execs after (from ready)", games, Instant.now());
    }

    @Test
    void exitsThatAreForgottenByDockerWhileTheServiceStandsStillAreTold() throws Exception {
        Games games = running();
        service.signal("STOP");
        games.end(stage);
        forget();
        Instant over = Instant.now();
        service.signal("CONT");
        assertTold("SIGSTOP, 150 execs after", games, over);
    }

    /** Docker remembers its last events only, of whatever kind. */
    private void forget() {
        Stage.docker("run", "-d", "--name", pushing(), "--network", stage.network(), Stage.IMAGE);
        IntStream.range(0, 150).forEach(_ -> Stage.docker("exec", "-d", pushing(), "true"));
    }

    private String pushing() {
        return stage.network() + "-pushing";
    }

    @Test
    void exitsWhileRedisIsAwayAreTold() throws Exception {
        Games games = running();
        links.redis().cut();
        games.end(stage);
        service.awaitLine("repair could not be done yet");
        Instant over = Instant.now();
        links.redis().restore();
        assertTold("cut from Redis", games, over);
    }

    @Test
    void exitsWhilePostgresIsAwayAreTold() throws Exception {
        Games games = running();
        links.postgres().cut();
        games.end(stage);
        service.awaitLine("repair could not be done yet");
        Instant over = Instant.now();
        links.postgres().restore();
        assertTold("cut from PostgreSQL", games, over);
    }

    @Test
    void inPeaceAnExitIsToldAtOnce() throws Exception {
        List<String> games = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            games.add(stage.running(service, Stage.IMAGE));
        }
        List<Long> delays = new ArrayList<>();
        for (String game : games) {
            stage.endEngine(game, 7);
            await().atMost(Stage.PATIENCE).until(() -> !stage.deaths(game).isEmpty());
            Instant ended =
                    Instant.parse(
                            Stage.docker(
                                            "inspect",
                                            "--format",
                                            "{{.State.FinishedAt}}",
                                            container(game))
                                    .strip());
            delays.add(Duration.between(ended, stage.deaths(game).getFirst().told()).toMillis());
        }
        delays.sort(Long::compare);
        TABLE.add(
                "| none, 30 exits | 30 of 30 | p50 %d ms, worst %d ms |"
                        .formatted(delays.get(15), delays.getLast()));
        assertThat(delays.get(15)).isLessThan(250L);
    }
}

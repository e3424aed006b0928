package rtm.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CausesTest {

    private static final String WRONG = "redis: it refuses the password: WRONGPASS";
    private static final String FROZEN = "docker: did not answer within 2 s (ping)";

    @Test
    void aCauseIsNamedOnceWithWhatFollowsFromIt() {
        Causes causes = new Causes(Map.of("redis", WRONG));
        causes.part("start_jobs", WRONG);
        causes.part("stop_jobs", WRONG);

        assertThat(causes.lines())
                .containsExactly(
                        WRONG
                                + "; affects starts, stops, health and ends of games, start jobs, stop jobs");
    }

    @Test
    void aDependencyThatFailsBecauseOfAnotherIsNoCause() {
        Map<String, String> failing = new LinkedHashMap<>();
        failing.put("docker", FROZEN);
        failing.put("docker network", "docker: did not answer within 2 s (inspect network)");
        Causes causes = new Causes(failing);
        causes.part("docker", "no answer within 2500 ms");
        causes.part("docker_root", "no answer within 2500 ms");

        assertThat(causes.lines())
                .containsExactly(
                        FROZEN
                                + "; affects starts, stops, logs, health and ends of games, docker network, Docker's version, free space of Docker's disk");
        assertThat(causes.isEffect("docker network")).isTrue();
        assertThat(causes.isEffect("docker")).isFalse();
    }

    @Test
    void twoCausesAreTwoLines() {
        Map<String, String> failing = new LinkedHashMap<>();
        failing.put("docker", "the disk of its folder /var/lib/docker is full");
        failing.put("docker network", "docker network: galaxy-net does not exist");
        Causes causes = new Causes(failing);
        causes.unreadableRows(2);
        causes.part("state_root", "no answer within 2500 ms");

        assertThat(causes.lines())
                .containsExactly(
                        "docker: the disk of its folder /var/lib/docker is full; affects starts",
                        "docker network: galaxy-net does not exist; affects starts",
                        "rows of PostgreSQL that cannot be read: 2; the log names them",
                        "free space of the state root's disk: no answer within 2500 ms");
    }

    @Test
    void logsNeedADatabaseThatCanBeRead() {
        Causes causes = new Causes(Map.of("postgres", "connecting: refused."));
        causes.part("store", "connecting: refused.");

        assertThat(causes.lines())
                .containsExactly(
                        "postgres: connecting: refused; affects starts, stops, logs, health and ends of games, counts of games and operations");
    }

    @Test
    void aJobWaitsForWhatItNeeds() {
        Causes root = new Causes(Map.of("state root", "the disk of the state root /g is full"));
        assertThat(root.isFull("state root")).isTrue();
        assertThat(root.holdUp("start", "lobby_stream")).contains("state root");
        assertThat(root.holdUp("stop", "lobby_stream")).isEmpty();
        assertThat(root.holdUp("start", "admin_rest")).isEmpty();

        Causes docker = new Causes(Map.of("docker", FROZEN));
        assertThat(docker.isFull("docker")).isFalse();
        assertThat(docker.holdUp("stop", "lobby_stream")).contains("Docker daemon");
        assertThat(new Causes(Map.of()).holdUp("stop", "lobby_stream")).isEmpty();
    }

    @Test
    void nobodyNotesHowEnginesAreWithoutDockerPostgresOrRedis() {
        assertThat(new Causes(Map.of("docker", FROZEN)).hideHealth()).isTrue();
        assertThat(new Causes(Map.of("postgres", "takes no writes")).hideHealth()).isTrue();
        assertThat(new Causes(Map.of("redis", WRONG)).hideHealth()).isTrue();
        assertThat(new Causes(Map.of("docker", "the disk of its folder /d is full")).hideHealth())
                .isFalse();
        assertThat(new Causes(Map.of()).hideHealth()).isFalse();
    }

    @Test
    void aLostNodeHidesTheHealthOfItsOwnGames() {
        Causes causes = new Causes(Map.of());
        assertThat(causes.hideSomeHealth()).isFalse();
        causes.unseenGamesOn(2, "vm-2");

        assertThat(causes.hideHealth()).isFalse();
        assertThat(causes.hideSomeHealth()).isTrue();
        assertThat(causes.unseenNodes()).containsExactly("vm-2");
        assertThat(causes.hideHealthOn(OptionalLong.of(2))).isTrue();
        assertThat(causes.hideHealthOn(OptionalLong.of(1))).isFalse();
        assertThat(causes.hideHealthOn(OptionalLong.empty())).isFalse();
        assertThat(new Causes(Map.of("redis", WRONG)).hideHealthOn(OptionalLong.of(1))).isTrue();
    }

    @Test
    void twoThatBlameEachOtherAreBothNamed() {
        Causes causes = new Causes(Map.of("redis", "postgres: away", "postgres", "redis: away"));

        assertThat(causes.lines())
                .containsExactlyInAnyOrder(
                        "redis: postgres: away; affects starts, stops, health and ends of games",
                        "postgres: redis: away; affects starts, stops, health and ends of games");
    }

    @Test
    void whatAnswersAndLetsNobodyInIsNotAway() {
        Causes causes =
                new Causes(
                        Map.of(
                                "postgres",
                                "FATAL: password authentication failed for user \"rtmanager\"",
                                "redis",
                                "it refuses the password",
                                "docker",
                                "Connection refused"));

        assertThat(causes.isRefused("postgres")).isTrue();
        assertThat(causes.isRefused("redis")).isTrue();
        assertThat(causes.isRefused("docker")).isFalse();
    }
}

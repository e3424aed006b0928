package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsProblemsTest {

    /** No variable accepts it. */
    private static final String NONSENSE = "hush \u0001 :@:";

    @Test
    void nothingSetMeansFourProblems() {
        assertThat(sentences(Map.of()))
                .hasSize(4)
                .allMatch(sentence -> sentence.contains(" is not set: it takes "))
                .allMatch(sentence -> sentence.endsWith(" and has no default."));
    }

    @Test
    void aRequiredVariableThatIsEmptyOrBlankIsNotSet() {
        assertThat(sentences(Environments.with("GAME_STATE_ROOT", "", "REDIS_MASTER_ADDR", " ")))
                .hasSize(2)
                .allMatch(sentence -> sentence.contains(" is not set: "));
    }

    @Test
    void everyProblemIsReportedAtOnceInTheOrderOfTheTable() {
        Map<String, String> everythingWrong =
                Variables.all().collect(Collectors.toMap(Variable::name, _ -> NONSENSE));
        assertThat(Environments.invalid(everythingWrong).problems())
                .extracting(Problem::variable)
                .containsExactlyElementsOf(Variables.all().map(Variable::name).toList());
    }

    @ParameterizedTest
    @MethodSource("variables")
    void aProblemSaysWhatWasHeldWhatIsAcceptedAndTheDefault(Variable<?> variable) {
        Map<String, String> environment = Environments.with();
        environment.put(variable.name(), "hush\u0001");
        assertThat(sentences(environment))
                .singleElement()
                .asString()
                .startsWith(variable.name() + " is ")
                .contains(variable.secrecy() == Secrecy.NONE ? "\"hush\\x01\"" : "is not shown")
                .contains("it takes " + variable.type().accepted())
                .endsWith(
                        variable.required()
                                ? "; there is no default."
                                : "; the default is " + variable.fallbackInWords() + ".");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xa0, 0x200b, 0x2003, 0x202f, 0xfeff, 0x3164, 0x2800})
    void whatNobodySeesInAValueIsShown(int invisible) {
        String value = "unix:///run/docker" + Character.toString(invisible) + ".sock";

        assertThat(messages(Settings.read(Environments.with("DOCKER_HOST", value))))
                .singleElement()
                .asString()
                .doesNotContain(Character.toString(invisible))
                .contains("a character of it is invisible")
                .contains(
                        invisible < 0x100
                                ? "docker\\x%02x.sock\"".formatted(invisible)
                                : "docker\\u{%x}.sock\"".formatted(invisible));
    }

    static Stream<Variable<?>> variables() {
        return Variables.all();
    }

    @ParameterizedTest
    @MethodSource("variables")
    void noMessageHoldsASecret(Variable<?> variable) {
        for (String misplaced : List.of("u:hush@h", "x://u:hush@h/\u0001", "\u0001hush@h")) {
            Map<String, String> environment = Environments.with("REDIS_ADDR", "hush");
            environment.put(variable.name(), misplaced);
            assertThat(messages(Settings.read(environment)))
                    .noneMatch(message -> message.contains("hush"));
        }
    }

    @ParameterizedTest
    @MethodSource("variables")
    void aValueInQuotesIsRefusedUnlessItIsASecret(Variable<?> variable) {
        if (variable.secrecy() == Secrecy.ALL) {
            return;
        }
        for (String quote : List.of("\"", "'")) {
            Map<String, String> environment = Environments.with("LOG_LEVEL", "info");
            environment.put(variable.name(), quote + variable.example() + quote);
            assertThat(messages(Settings.read(environment)))
                    .anyMatch(message ->
                            message.startsWith(variable.name())
                                    && message.contains("the quotes are part of the value"));
        }
    }

    private static List<String> messages(Settings.Reading reading) {
        List<String> messages = new ArrayList<>();
        reading.report(messages::add, messages::add);
        return messages;
    }

    @Test
    void warningsAreReportedBeforeProblems() {
        List<String> reported =
                messages(Settings.read(Environments.with("NOSUCH", "x", "LOG_LEVEL", "loud")));

        assertThat(reported).hasSize(2);
        assertThat(reported.getFirst()).startsWith("RTMANAGER_NOSUCH");
        assertThat(reported.getLast()).startsWith("RTMANAGER_LOG_LEVEL");
        assertThat(Settings.read(Environments.with()).report(reported::add, reported::add))
                .isPresent();
        assertThat(reported).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "PROBE_TIMEOUT, 5s, PROBE_INTERVAL, 5s",
        "IMAGE_PULL_STALL_TIMEOUT, 2m, IMAGE_PULL_TIMEOUT, 1m",
        "POSTGRES_MAX_IDLE_CONNS, 11, POSTGRES_MAX_OPEN_CONNS, 10",
        "REDIS_OPERATION_TIMEOUT, 3s, GAME_LEASE_TTL_SECONDS, 6",
        "REDIS_STOP_JOBS_STREAM, same, REDIS_START_JOBS_STREAM, same",
        "NOTIFICATION_INTENTS_STREAM, same, REDIS_HEALTH_EVENTS_STREAM, same"
    })
    void twoVariablesThatDoNotGoTogetherAreOneProblem(
            String left, String leftValue, String right, String rightValue) {
        assertThat(sentences(Environments.with(left, leftValue, right, rightValue)))
                .singleElement()
                .asString()
                .startsWith("RTMANAGER_" + left + " is " + leftValue)
                .contains("RTMANAGER_" + right);
    }

    @ParameterizedTest
    @CsvSource({
        "PROBE_TIMEOUT, 4s, PROBE_INTERVAL, 5s",
        "IMAGE_PULL_STALL_TIMEOUT, 1m, IMAGE_PULL_TIMEOUT, 1m",
        "POSTGRES_MAX_IDLE_CONNS, 10, POSTGRES_MAX_OPEN_CONNS, 10",
        "REDIS_OPERATION_TIMEOUT, 2s, GAME_LEASE_TTL_SECONDS, 5",
        "REDIS_STOP_JOBS_STREAM, a, REDIS_START_JOBS_STREAM, b"
    })
    void twoVariablesThatGoTogetherAreNoProblem(
            String left, String leftValue, String right, String rightValue) {
        assertThat(Settings.read(Environments.with(left, leftValue, right, rightValue)))
                .isInstanceOf(Settings.Loaded.class);
    }

    @Test
    void aRuleAgainstADefaultSaysThatItIsOne() {
        assertThat(sentences(Environments.with("PROBE_INTERVAL", "1s")))
                .containsExactly(
                        "RTMANAGER_PROBE_TIMEOUT is 2s (the default) and must be shorter than"
                                + " RTMANAGER_PROBE_INTERVAL, which is 1s.");
    }

    @Test
    void aPageThatActsNeedsAToken() {
        assertThat(sentences(Environments.with("CONSOLE", "act")))
                .containsExactly(
                        "RTMANAGER_CONSOLE is act and needs RTMANAGER_INTERNAL_HTTP_TOKEN, which is"
                                + " not set.");
        assertThat(Settings.read(Environments.with("CONSOLE", "act", "INTERNAL_HTTP_TOKEN", "s")))
                .isInstanceOf(Settings.Loaded.class);
    }

    @ParameterizedTest
    @CsvSource({
        "NODE_NAME, vm-2",
        "NODE_URL, http://10.0.0.2:8096",
        "NODE_GAMES_MAX, 40",
        "NODE_MEMORY_RESERVE, 2g",
        "NODE_LOST_AFTER, 2m",
        "FORWARD_TIMEOUT, 30s"
    })
    void whatIsAboutOtherNodesNeedsMany(String name, String value) {
        assertThat(sentences(Environments.with(name, value)))
                .containsExactly(
                        "RTMANAGER_%s is %s, but RTMANAGER_NODES is single (the default), so there is no other node; set that to many, or remove this one."
                                .formatted(name, value));
        assertThat(Settings.read(Environments.with(name, value, "NODES", "many")))
                .isInstanceOf(Settings.Loaded.class);
    }

    @Test
    void aVariableWithItsOwnProblemIsComparedWithNoOther() {
        assertThat(sentences(Environments.with("PROBE_INTERVAL", "never"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GAME_LEASE_TTL_SECONDS, 4",
        "PATCH_HEALTH_TIMEOUT, -1s",
        "PROBE_INTERVAL, 0",
        "JOBS_READ_BLOCK_TIMEOUT, 0s",
        "CONTAINER_STOP_TIMEOUT_SECONDS, 30s",
        "CONTAINER_RETENTION_DAYS, 0",
        "DOCKER_NETWORK, bridge",
        "DOCKER_NETWORK, host",
        "DOCKER_NETWORK, -net",
        "ENGINE_STATE_ENV_NAME, 1PATH",
        "ENGINE_STATE_ENV_NAME, GAME-STATE",
        "ENGINE_STATE_MOUNT_PATH, games",
        "GAME_STATE_ROOT, games",
        "GAME_STATE_ROOT, /",
        "GAME_STATE_OWNER_UID, -1",
        "GAME_STATE_OWNER_GID, root",
        "DEFAULT_MEMORY, 5m",
        "DEFAULT_CPU_QUOTA, 0",
        "DEFAULT_PIDS_LIMIT, 0",
        "IMAGE_PULL_POLICY, sometimes",
        "LOG_LEVEL, trace",
        "REDIS_START_JOBS_STREAM, a b",
        "REDIS_DB, -1",
        "INTERNAL_HTTP_TOKEN, a b",
        "INTERNAL_HTTP_READ_TOKEN, alone",
        "DOCKER_LOG_DRIVER, -x",
        "POSTGRES_CONN_MAX_LIFETIME, 1s",
        "NODES, two",
        "NODE_NAME, vm 2",
        "NODE_NAME, -vm",
        "NODE_URL, 10.0.0.2:8096",
        "NODE_URL, ftp://10.0.0.2",
        "NODE_URL, http://user@10.0.0.2",
        "NODE_GAMES_MAX, -1",
        "NODE_MEMORY_RESERVE, 1",
        "NODE_LOST_AFTER, 1s",
        "FORWARD_TIMEOUT, 0"
    })
    void whatCannotWorkIsRefused(String name, String value) {
        assertThat(Environments.invalid(Environments.with(name, value)).problems())
                .extracting(Problem::variable)
                .containsExactly("RTMANAGER_" + name);
    }

    @Test
    void theTwoTokensDiffer() {
        assertThat(
                        sentences(
                                Environments.with(
                                        "INTERNAL_HTTP_TOKEN",
                                        "hush",
                                        "INTERNAL_HTTP_READ_TOKEN",
                                        "hush")))
                .singleElement()
                .asString()
                .contains("is the same as RTMANAGER_INTERNAL_HTTP_TOKEN")
                .doesNotContain("hush");
    }

    private static List<String> sentences(Map<String, String> environment) {
        return Environments.invalid(environment).problems().stream()
                .map(Problem::sentence)
                .toList();
    }
}

package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ContainerId;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.OperationId;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.ContainerDaemon.NameTakenException;
import rtm.testkit.server.ContainerTable;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.Reply;

/** Which container was created says its inspection, not the id in Docker's answer. */
@Timeout(20)
class ConfirmedCreationTest {

    private static final UUID DATABASE = new UUID(3, 4);
    private static final GameId GAME = new GameId("g");
    private static final String IMAGE = "galaxy/game:1.4.0";
    private static final OperationId OPERATION = new OperationId(new UUID(0, 7));
    private static final Instant NOW = Instant.parse("2026-04-28T07:18:54.123Z");
    private static final int HASTE = 10;

    @RegisterExtension final CapturedLog log = new CapturedLog();
    @TempDir Path folder;

    private final ContainerTable table = new ContainerTable();
    private UnaryOperator<Reply> answered = UnaryOperator.identity();
    private boolean done = true;
    private FakeDaemon daemon;
    private DockerDaemon docker;

    @BeforeEach
    void open() throws Exception {
        daemon = FakeDaemon.start(folder, this::answer);
        docker =
                DockerDaemon.open(
                        TestDockerSettings.of(daemon.host(), folder), OpenTelemetry.noop(), HASTE);
    }

    @AfterEach
    void close() {
        docker.close();
        daemon.close();
    }

    private Reply answer(Asked asked) {
        if (!asked.is("POST", "/containers/create")) {
            return table.apply(asked);
        }
        Reply truth = done ? table.apply(asked) : Reply.json(500, "{}");
        return answered.apply(truth);
    }

    private void answer(String id) {
        answered = _ -> Reply.json(201, "{\"Id\":\"" + id + "\"}");
    }

    private ContainerId create() {
        return docker.create(
                new EngineSpec(
                        GAME,
                        new ImageReference(IMAGE),
                        new EngineLimits(new CpuQuota(500_000_000), new MemorySize(64L << 20), 64),
                        folder.toString(),
                        OPERATION,
                        DATABASE,
                        NOW));
    }

    /** The labels of an engine of that game. */
    private static Map<String, String> labels(String game, OperationId operation, Instant started) {
        return Map.of(
                Labels.OWNER,
                Labels.OWNER_VALUE,
                Labels.GAME_ID,
                game,
                Labels.KIND,
                Labels.KIND_VALUE,
                Labels.ENGINE_IMAGE_REF,
                IMAGE,
                Labels.STARTED_AT_MS,
                Long.toString(started.toEpochMilli()),
                Labels.OPERATION_ID,
                operation.toString());
    }

    @Test
    void theContainerThatWasAskedForCostsOneInspection() {
        ContainerId made = create();

        assertThat(table.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.id()).isEqualTo(made.value()));
        assertThat(daemon.asked())
                .filteredOn(asked -> asked.line().contains("/containers/"))
                .hasSize(2);
    }

    @Test
    void ofAnotherContainersIdTheOneThatWasMadeIsFound() {
        String stranger = table.place("stranger", "else:1", Map.of());
        answer(stranger);

        assertThat(create().value()).isNotEqualTo(stranger);
        assertThat(log.lines("WARN", "the id of another container", stranger)).hasSize(1);
    }

    @Test
    void ifNothingWasMadeEveryOtherContainerInTheAnswerIsAnOutage() {
        Instant before = NOW.minusMillis(1);
        OperationId earlier = new OperationId(new UUID(0, 6));
        for (String id :
                new String[] {
                    "beef",
                    table.place("stranger", "else:1", Map.of()),
                    table.place("galaxy-game-h", IMAGE, labels("h", OPERATION, NOW)),
                    table.place("renamed", IMAGE, labels("g", OPERATION, NOW)),
                    table.place("galaxy-game-g", IMAGE, labels("g", earlier, NOW)),
                    table.place("galaxy-game-g", IMAGE, labels("g", OPERATION, before)),
                    table.place("galaxy-game-g", IMAGE, Map.of())
                }) {
            done = false;
            answer(id);

            assertThatThrownBy(this::create)
                    .as("answer %s", id)
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("accepted it (create container)")
                    .hasMessageContaining(id);
        }
        assertThat(daemon.asked())
                .filteredOn(asked -> !asked.line().startsWith("GET"))
                .allMatch(asked -> asked.is("POST", "/containers/create"));
    }

    @Test
    void aNameThatIsTakenNamesItsHolderWithoutDockersAdvice() {
        String holder = table.place("galaxy-game-g", "else:1", Map.of("theirs", "yes"));
        answered = _ -> nameConflict(holder);

        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        NameTakenException.class,
                        taken -> assertThat(taken.holder().id().value()).isEqualTo(holder))
                .hasMessageContaining(holder)
                .hasMessageNotContaining("You have to");
    }

    @Test
    void aNameThatIsTakenByAContainerThatDockerDoesNotShowIsAnOutage() {
        table.place("another", "else:1", Map.of());
        done = false;
        answered = _ -> nameConflict("dead".repeat(16));

        assertThatThrownBy(this::create)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining(
                        "the name galaxy-game-g is already in use, and shows no container")
                .hasMessageNotContaining("You have to");
    }

    @Test
    void anotherConflictIsARefusal() {
        answered = _ -> Reply.json(409, "{\"message\":\"something else\"}");

        assertThatThrownBy(this::create)
                .isExactlyInstanceOf(DaemonRefusedException.class)
                .hasMessage("something else");
    }

    private static Reply nameConflict(String holder) {
        return Reply.json(
                409,
                """
                {"message":"Conflict. The container name \\"/galaxy-game-g\\" is already in use by \
                container \\"%s\\". You have to remove (or rename) that container to be able to \
                reuse that name."}\
                """
                        .formatted(holder));
    }

    @Test
    void whatWasMadeDespiteAServerErrorIsFound() {
        answered = _ -> Reply.json(500, "{\"message\":\"out of order\"}");

        ContainerId made = create();

        assertThat(table.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.id()).isEqualTo(made.value()));
    }

    /** One inspection after each of the two changes, and none between them. */
    @Test
    void aStartRightAfterItsCreationDoesNotInspectTheContainerAgain() {
        ContainerId made = create();
        docker.start(made);

        assertThat(daemon.asked())
                .filteredOn(asked -> asked.is("GET", "/containers/" + made + "/json"))
                .hasSize(2);
    }
}

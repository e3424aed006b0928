package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.model.OperationSource;
import rtm.domain.model.WireName;

@Timeout(20)
class WaitingJobsTest {

    private static final GameId GAME = new GameId("game-1");
    private static final PendingWork.Work START =
            new PendingWork.Work(
                    PendingWork.Kind.START,
                    Optional.of(GAME),
                    Optional.of("galaxy/game:1.4.0"),
                    OperationSource.LOBBY_STREAM);
    private static final String UNKNOWN = "whether a start job of game game-1 waits is not known: ";

    private final PendingWork own = new PendingWork(InstantSource.fixed(Instant.EPOCH));

    enum Phase implements WireName {
        STARTING,
        INITIAL_PASS,
        LEADING,
        ON_NODE,
        STANDING_BY,
        STOPPING
    }

    private WaitingJobs among(Phase phase, NodeReport... nodes) {
        return new WaitingJobs(own, () -> phase, Optional.of(SharedLook.of(() -> List.of(nodes))));
    }

    private static NodeReport node(int number, boolean intake) {
        return new NodeReport(
                new Node(
                        new NodeId(number),
                        Optional.of("vm-" + number),
                        Optional.empty(),
                        Optional.empty(),
                        NodeState.OPEN,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                true,
                intake,
                false,
                Optional.empty(),
                0,
                0,
                0);
    }

    private static ReaderJobs said(boolean all, ServiceStatus.Pending... pending) {
        return new ReaderJobs("vm-2", List.of(pending), all, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "STARTING, true, false",
        "INITIAL_PASS, true, false",
        "LEADING, true, true",
        "ON_NODE, true, false",
        "STANDING_BY, false, false",
        "STOPPING, true, false"
    })
    void whoReadsThemKnowsThem(Phase phase, boolean alone, boolean amongOthers) {
        assertThat(new WaitingJobs(own, () -> phase, Optional.empty()).areReadHere())
                .isEqualTo(alone);
        assertThat(among(phase).areReadHere()).isEqualTo(amongOthers);
    }

    @Test
    void theReaderAsksNobody() throws InterruptedException {
        WaitingJobs jobs = among(Phase.LEADING, node(1, true));
        jobs.askBy(_ -> {
            throw new AssertionError("asked");
        });

        assertThat(jobs.ofStart(GAME)).isEmpty();
        own.add(START).waitsFor("end of the drain");
        assertThat(jobs.ofStart(GAME))
                .contains(
                        "a start job of game game-1 waits since 1970-01-01T00:00:00Z, for the end of the drain; the game will start after that");
    }

    @Test
    void theNodeThatReadsThemIsAskedOnceForAMoment() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        WaitingJobs jobs = among(Phase.ON_NODE, node(1, false), node(2, true));
        jobs.askBy(node -> {
            assertThat(node.label()).isEqualTo("vm-2");
            asked.incrementAndGet();
            return new Part.Seen<>(
                    said(
                            true,
                            new ServiceStatus.Pending(
                                    START, Instant.EPOCH, Optional.empty(), Optional.empty())));
        });

        assertThat(jobs.ofStart(GAME))
                .contains(
                        "a start job of game game-1 waits since 1970-01-01T00:00:00Z; the game will start after that");
        assertThat(jobs.ofStart(new GameId("game-2"))).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatNobodySaysIsNotKnown() throws InterruptedException {
        assertThat(new WaitingJobs(own, () -> Phase.STANDING_BY, Optional.empty()).ofStart(GAME))
                .contains(UNKNOWN + "another process reads the jobs");

        WaitingJobs unread = among(Phase.ON_NODE, node(1, false));
        unread.askBy(_ -> new Part.Seen<>(said(true)));
        assertThat(unread.ofStart(GAME)).contains(UNKNOWN + "no process reads the jobs now");

        WaitingJobs silent = among(Phase.ON_NODE, node(2, true));
        silent.askBy(_ -> new Part.Missing<>("node vm-2 does not answer"));
        assertThat(silent.ofStart(GAME)).contains(UNKNOWN + "node vm-2 does not answer");

        WaitingJobs some = among(Phase.ON_NODE, node(2, true));
        some.askBy(_ -> new Part.Seen<>(said(false)));
        assertThat(some.ofStart(GAME)).contains(UNKNOWN + "more jobs wait than node vm-2 says");
    }

    @Test
    void nodesThatCannotBeReadAreTheReason() throws InterruptedException {
        WaitingJobs jobs =
                new WaitingJobs(
                        own,
                        () -> Phase.ON_NODE,
                        Optional.of(
                                SharedLook.of(() -> {
                                    throw new IllegalStateException("postgres: away");
                                })));
        jobs.askBy(_ -> new Part.Seen<>(said(true)));

        assertThat(jobs.ofStart(GAME))
                .contains(UNKNOWN + "which node reads the jobs is not known: postgres: away");
    }
}

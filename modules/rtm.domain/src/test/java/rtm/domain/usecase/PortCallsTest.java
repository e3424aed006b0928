package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedProcess.STOP_JOB;
import static rtm.domain.simulation.SimulatedWorld.OTHER_IMAGE;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.simulation.OneProcess;

/**
 * What each operation asks of the world outside, in order: record and containers are read once. The
 * state folders are on this host; the looks at them ask neither Docker nor a database.
 */
class PortCallsTest extends OneProcess {

    private static final List<String> FOLDERS =
            List.of(
                    "root",
                    "mark",
                    "look",
                    "note",
                    "noteLoss",
                    "trial",
                    "pathOf",
                    "prepare",
                    "markRoot");

    private int before;

    /** As at boot: the state root is marked then. */
    @BeforeEach
    void boot() {
        service.useCases().gameStates().look();
        before = service.boundary.calls().size();
    }

    @Test
    void aStart() throws InterruptedException {
        service.start(START_JOB);
        assertCalls(
                "tryAcquire",
                "containersOf",
                "openRowUnlessLost",
                "imageLabels",
                "create",
                "start",
                "commit");
    }

    @Test
    void aStop() throws InterruptedException {
        world.running();
        service.stop(STOP_JOB);
        assertCalls("tryAcquire", "containersOf", "inspect", "openRowUnlessLost", "stop", "commit");
    }

    @Test
    void aRestart() throws InterruptedException {
        world.running();
        service.restart();
        assertCalls(
                "tryAcquire",
                "containersOf",
                "inspect",
                "openRowUnlessLost",
                "imageLabels",
                "requireNetwork",
                "stop",
                "setAside",
                "create",
                "start",
                "inspect",
                "logs",
                "save",
                "removeEnded",
                "commit");
    }

    @Test
    void aRestartThatIsRefusedSinceTheGameIsUnknown() throws InterruptedException {
        service.restart();
        assertCalls("tryAcquire", "containersOf", "openRowUnlessLost", "commit");
    }

    @Test
    void aPatch() throws InterruptedException {
        world.running();
        service.patch(PATCH_IMAGE);
        assertCalls(
                "tryAcquire",
                "containersOf",
                "inspect",
                "openRowUnlessLost",
                "imageLabels",
                "requireNetwork",
                "stop",
                "setAside",
                "create",
                "start",
                "address",
                "ask",
                "inspect",
                "logs",
                "save",
                "removeEnded",
                "commit");
    }

    @Test
    void aPatchThatIsNone() throws InterruptedException {
        world.running();
        service.patch(OTHER_IMAGE);
        assertCalls("tryAcquire", "containersOf", "inspect", "openRowUnlessLost", "commit");
    }

    @Test
    void aStartThatHasNothingToDo() throws InterruptedException {
        world.running();
        service.start(CALL);
        assertCalls("tryAcquire", "containersOf", "inspect", "openRowUnlessLost", "abandon");
    }

    private void assertCalls(String... calls) {
        List<String> all = service.boundary.calls();
        assertThat(all.subList(before, all.size()))
                .filteredOn(call -> !FOLDERS.contains(call))
                .containsExactly(calls);
    }
}

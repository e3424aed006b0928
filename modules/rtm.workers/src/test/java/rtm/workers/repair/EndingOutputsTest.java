package rtm.workers.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.RuntimeState;
import rtm.workers.TestProcess;
import rtm.workers.WorkersWorld;

/** The leader reads what engines wrote last, however they ended, without anybody waiting for it. */
class EndingOutputsTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    private WorkersWorld world;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    private ContainerId running(String game) throws InterruptedException {
        world.start(game);
        world.awaitResults(1);
        return world.store
                .find(WorkersWorld.game(game))
                .map(record -> record.state())
                .flatMap(RuntimeState::containerId)
                .orElseThrow();
    }

    private TestProcess leading() throws InterruptedException {
        TestProcess process = world.process().start();
        world.await("the event stream open", () -> world.daemon.events().followers() == 1);
        return process;
    }

    private Optional<EndingOutput> output(ContainerId container) {
        return world.store.endings().all().stream()
                .filter(entry -> entry.ending().container().equals(container))
                .findFirst()
                .flatMap(EndingEntry::output);
    }

    private void awaitOutput(ContainerId container) throws InterruptedException {
        world.await("its output", () -> output(container).isPresent());
    }

    @Test
    void theOutputOfACrashIsReadAtOnce() throws Exception {
        leading();
        ContainerId engine = running("chess");
        world.daemon.write(engine, "out of range");
        world.daemon.exit(engine, 7, false);
        awaitOutput(engine);
        assertThat(output(engine))
                .contains(new EndingOutput.Kept("the engine starts\nout of range\n"));
    }

    @Test
    void theOutputOfAStopIsReadOnceItIsAnswered() throws Exception {
        leading();
        ContainerId engine = running("chess");
        world.stop("chess");
        world.awaitResults(2);
        awaitOutput(engine);
        assertThat(output(engine))
                .contains(new EndingOutput.Kept("the engine starts\nthe engine stops\n"));
        assertThat(world.store.endings().all())
                .extracting(entry -> entry.ending().exitCode().orElseThrow())
                .isEqualTo(List.of(143));
    }

    @Test
    void whatCouldNotBeReadIsReadAfterTheNextComparison() throws Exception {
        TestProcess first = leading();
        ContainerId engine = running("chess");
        world.daemon.faults().makeUnavailable(DaemonCall.LOGS);
        world.daemon.exit(engine, 7, false);
        world.await("an attempt", () -> world.daemon.calls(DaemonCall.LOGS) >= 1);
        first.gate.bury();
        first.presence.close();
        world.daemon.faults().mend();

        world.process().start();
        awaitOutput(engine);
        assertThat(output(engine)).contains(new EndingOutput.Kept("the engine starts\n"));
        assertThat(world.store.endings().all()).hasSize(1);
    }
}

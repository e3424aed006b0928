package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationException;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.simulation.Boundary.Mishap;
import rtm.domain.simulation.ProcessDiedError;
import rtm.domain.simulation.Scenario;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

/**
 * A process of one node reads a job of a game on another node. Each of the two dies or fails at
 * every call that it makes. In the end all must be as if one process had carried out the job, and
 * nothing is ever done on the node that does not have the game. A lease that is left runs out.
 */
class TwoNodesCrashTest {

    private static final NodeId WITHOUT_THE_GAME = new NodeId(2);
    private static final int MOST_CALLS = 100;
    private static final int ROUNDS = 4;

    @TempDir static Path root;

    /** The jobs of games that have a node, or come to one. */
    static Stream<Arguments> jobs() {
        return Scenario.ALL.stream()
                .filter(scenario -> scenario.request().comesAsAJob())
                .filter(scenario -> {
                    SimulatedWorld world = new SimulatedWorld(root);
                    scenario.prepare(world);
                    return scenario.request() == Scenario.Request.START
                            || world.store.find(SimulatedWorld.GAME).isPresent();
                })
                .flatMap(scenario ->
                        Stream.of(Mishap.values()).map(mishap -> Arguments.of(scenario, mishap)));
    }

    private final FakeContainerDaemon empty = new FakeContainerDaemon();

    @ParameterizedTest
    @MethodSource("jobs")
    void theReaderOfTheJobFailsAtEachCall(Scenario scenario, Mishap mishap)
            throws InterruptedException {
        CrashOutcome calm = calm(scenario);
        boolean happened = true;
        for (int call = 1; happened; call++) {
            SimulatedWorld world = world(scenario);
            SimulatedProcess reader = reader(world);
            reader.boundary.plan(call, mishap);

            ask(scenario, reader);
            happened = !reader.boundary.inPeace();
            if (reader.boundary.dead() || !happened) {
                reader.die();
                reader = reader(world);
            }
            world.leases.expire(SimulatedWorld.GAME);
            settle(scenario, reader, node(world));

            assertSettled(scenario, world, reader, calm, "call " + call);
            assertThat(call).isLessThan(MOST_CALLS);
        }
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void theNodeOfTheGameFailsAtEachCall(Scenario scenario, Mishap mishap)
            throws InterruptedException {
        CrashOutcome calm = calm(scenario);
        boolean happened = true;
        for (int call = 1; happened; call++) {
            SimulatedWorld world = world(scenario);
            SimulatedProcess reader = reader(world);
            ask(scenario, reader);
            SimulatedProcess node = node(world);
            node.boundary.plan(call, mishap);

            finish(scenario, node);
            happened = !node.boundary.inPeace();
            world.leases.expire(SimulatedWorld.GAME);
            ask(scenario, reader);
            finish(scenario, reader);
            if (node.boundary.dead() || !happened) {
                node.die();
                node = node(world);
            }
            settle(scenario, reader, node);

            assertSettled(
                    scenario,
                    world,
                    reader,
                    calm,
                    "call %d of %s".formatted(call, node.boundary.calls()));
            assertThat(call).isLessThan(MOST_CALLS);
        }
    }

    private SimulatedWorld world(Scenario scenario) {
        SimulatedWorld world = new SimulatedWorld(root);
        scenario.prepare(world);
        world.offer(NodeId.FIRST);
        return world;
    }

    private SimulatedProcess reader(SimulatedWorld world) {
        return world.bootOn(WITHOUT_THE_GAME, empty);
    }

    private static SimulatedProcess node(SimulatedWorld world) {
        return world.bootOn(NodeId.FIRST, world.docker);
    }

    private CrashOutcome calm(Scenario scenario) throws InterruptedException {
        SimulatedWorld world = world(scenario);
        scenario.ask(world.boot(), scenario.job());
        return CrashOutcome.of(world);
    }

    /** The two go on in turns, like the loops of their workers. */
    private static void settle(Scenario scenario, SimulatedProcess reader, SimulatedProcess node)
            throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            ask(scenario, reader);
            finish(scenario, node);
        }
    }

    private void assertSettled(
            Scenario scenario,
            SimulatedWorld world,
            SimulatedProcess reader,
            CrashOutcome calm,
            String where)
            throws InterruptedException {
        assertThat(CrashOutcome.of(world)).as(where).isEqualTo(calm);
        assertThat(world.results()).as(where).hasSize(1);
        assertThat(scenario.ask(reader, scenario.job()))
                .as(where)
                .isEqualTo(new Outcome.AlreadyDone());
        assertThat(empty.containers()).as(where).isEmpty();
    }

    private static void ask(Scenario scenario, SimulatedProcess process)
            throws InterruptedException {
        try {
            scenario.ask(process, scenario.job());
        } catch (ProcessDiedError
                | CarriedOutElsewhereException
                | DependencyUnavailableException
                | GameBusyException
                | OperationException
                | OwnershipLostException _) {
            return;
        }
    }

    /** What was left open is taken up; a job that failed here is tried again here. */
    private static void finish(Scenario scenario, SimulatedProcess process)
            throws InterruptedException {
        try {
            process.finishInterrupted();
        } catch (ProcessDiedError _) {
            return;
        } catch (CarriedOutElsewhereException
                | DependencyUnavailableException
                | GameBusyException
                | OwnershipLostException _) {
            ask(scenario, process);
        }
    }
}

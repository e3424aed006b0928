package rtm.domain.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.simulation.Boundary.Mishap;
import rtm.domain.simulation.ProcessDiedError;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

/**
 * Every call that a repair makes to the world outside goes wrong once, on either side of its
 * effect, with the process dying there or living on. Looked at again, all is as if nothing had
 * happened: one row, and everything told once.
 */
class ReconcileCrashTest {

    @RegisterExtension final CapturedLog log = new CapturedLog();

    @TempDir static Path root;

    /**
     * A drift to be repaired.
     *
     * @param name in words
     * @param before makes it, and says which deaths Docker told of
     */
    record Case(String name, Function<SimulatedWorld, List<ContainerExit>> before) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            "exit",
                            world -> {
                                ContainerId engine = world.running();
                                world.docker.exit(engine, 7, false);
                                return List.of(death(engine, 7));
                            }),
                    new Case(
                            "out of memory",
                            world -> {
                                world.docker.exit(world.running(), 137, true);
                                return List.of();
                            }),
                    new Case(
                            "clean exit",
                            world -> {
                                world.docker.exit(world.running(), 0, false);
                                return List.of();
                            }),
                    new Case(
                            "clean exit and removal",
                            world -> {
                                ContainerId engine = world.running();
                                world.docker.exit(engine, 0, false);
                                world.docker.vanish(engine);
                                return List.of(death(engine, 0));
                            }),
                    new Case(
                            "clean exit and start by hand",
                            world -> {
                                ContainerId engine = world.running();
                                Instant ended = SimulatedWorld.START.minusSeconds(30);
                                ContainerExit death = new ContainerExit(engine, 0, false, ended);
                                world.docker.startedAt(engine, death.at().plusMillis(10));
                                return List.of(death);
                            }),
                    new Case(
                            "removal of a running one by hand",
                            world -> {
                                ContainerId engine = world.running();
                                world.docker.vanish(engine);
                                return List.of(death(engine, 137));
                            }),
                    new Case(
                            "removal of a stopped one by hand",
                            world -> {
                                world.docker.vanish(world.stopped());
                                return List.of();
                            }),
                    new Case(
                            "start by hand",
                            world -> {
                                world.docker.startByHand(world.stopped());
                                return List.of();
                            }),
                    new Case(
                            "an unknown game",
                            world -> {
                                world.containerByHand("diagnosis", ContainerState.RUNNING);
                                return List.of();
                            }),
                    new Case(
                            "another engine",
                            world -> {
                                world.docker.exit(world.running(), 7, false);
                                world.containerByHand("diagnosis", ContainerState.RUNNING);
                                return List.of();
                            }));

    private static ContainerExit death(ContainerId container, int code) {
        return new ContainerExit(container, code, false, SimulatedWorld.START.plusSeconds(1));
    }

    static Stream<Arguments> table() {
        return CASES.stream()
                .flatMap(each ->
                        Stream.of(Mishap.values()).map(mishap -> Arguments.of(each, mishap)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void aRepairEndsAsIfNothingHadHappened(Case each, Mishap mishap) throws InterruptedException {
        SimulatedWorld peaceful = new SimulatedWorld(root);
        SimulatedProcess undisturbed = peaceful.boot();
        undisturbed.reconcile(each.before().apply(peaceful).toArray(ContainerExit[]::new));
        RepairOutcome calm = RepairOutcome.of(peaceful);
        List<String> calls = undisturbed.boundary.calls();
        assertThat(calls).hasSizeGreaterThan(4);
        for (int call = 1; call <= calls.size(); call++) {
            SimulatedWorld world = new SimulatedWorld(root);
            ContainerExit[] deaths = each.before().apply(world).toArray(ContainerExit[]::new);
            SimulatedProcess process = world.boot();
            process.boundary.plan(call, mishap);

            if (!inPeace(process, deaths)) {
                again(world, process, deaths);
            }

            assertThat(RepairOutcome.of(world)).as("call %d of %s", call, calls).isEqualTo(calm);
        }
    }

    private static boolean inPeace(SimulatedProcess process, ContainerExit... deaths)
            throws InterruptedException {
        try {
            process.reconcile(deaths);
            return process.boundary.inPeace();
        } catch (ProcessDiedError | DependencyUnavailableException _) {
            return false;
        }
    }

    private static void again(
            SimulatedWorld world, SimulatedProcess process, ContainerExit... deaths)
            throws InterruptedException {
        SimulatedProcess next = process;
        if (process.boundary.dead()) {
            process.die();
            next = world.boot();
            next.finishInterrupted();
        }
        next.reconcile(deaths);
        next.finishInterrupted();
    }

    /**
     * What is left in the end, without ids and times.
     *
     * @param status of the record
     * @param rows the kinds of the rows, all closed
     * @param open how many rows are in progress
     * @param told the events, in order
     * @param health the snapshot
     * @param containers the states of all containers
     * @param endings the exit codes of the engines that ended
     */
    private record RepairOutcome(
            Optional<RuntimeStatus> status,
            List<OperationKind> rows,
            int open,
            List<String> told,
            Optional<String> health,
            List<ContainerState> containers,
            List<OptionalInt> endings) {

        static RepairOutcome of(SimulatedWorld world) {
            return new RepairOutcome(
                    world.store
                            .find(SimulatedWorld.GAME)
                            .map(RuntimeRecord::state)
                            .map(RuntimeState::status),
                    world.store.operations().stream().map(row -> row.operation().kind()).toList(),
                    world.store.openOperations().size(),
                    world.events().stream()
                            .map(event -> event.get("event_type") + event.get("details"))
                            .toList(),
                    world.store
                            .snapshot(SimulatedWorld.GAME)
                            .map(health -> health.status() + health.details()),
                    world.docker.containers().stream().map(ObservedContainer::state).toList(),
                    world.store.endings().all().stream()
                            .map(entry -> entry.ending().exitCode())
                            .toList());
        }
    }
}

package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.model.ContainerState;
import rtm.domain.model.Verdict;
import rtm.domain.model.WireName;
import rtm.domain.operation.Outcome;
import rtm.domain.rule.Drift;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

/** Holds the state chart of the architecture document against what the use cases do. */
final class StateChartTest {

    private static final Path DOCUMENT = Path.of("../../docs/architecture.md");
    private static final String NO_RECORD = "[*]";

    private static final Map<String, Consumer<SimulatedWorld>> STATES =
            Map.of(
                    NO_RECORD,
                    _ -> {},
                    "running",
                    SimulatedWorld::running,
                    "stopped",
                    SimulatedWorld::stopped,
                    "removed",
                    SimulatedWorld::removed);

    private static final Map<String, Event> EVENTS =
            Map.of(
                    "start",
                    (_, service) -> isDone(service.start(SimulatedProcess.CALL)),
                    "stop",
                    (_, service) -> isDone(service.stop(SimulatedProcess.CALL)),
                    "restart",
                    (_, service) -> isDone(service.restart()),
                    "patch",
                    (_, service) -> isDone(service.patch(SimulatedWorld.PATCH_IMAGE)),
                    "cleanup",
                    (_, service) -> isDone(service.cleanUp()),
                    "engine exits",
                    (world, service) -> {
                        world.live().forEach(one -> world.docker.exit(one.id(), 1, false));
                        return isRepaired(service.reconcile());
                    },
                    "container goes",
                    (world, service) -> {
                        world.docker.containers().forEach(one -> world.docker.vanish(one.id()));
                        return isRepaired(service.reconcile());
                    },
                    "found running",
                    (world, service) -> {
                        if (world.live().isEmpty()) {
                            world.containerByHand("by-hand", ContainerState.RUNNING);
                        }
                        return isRepaired(service.reconcile());
                    });

    /** Something that happens to a game; tells whether it was accepted. */
    private interface Event {
        boolean happen(SimulatedWorld world, SimulatedProcess service) throws InterruptedException;
    }

    private static boolean isDone(Outcome outcome) {
        return switch (outcome) {
            case Outcome.AlreadyDone _ -> true;
            case Outcome.Settled(Verdict verdict, _) -> !(verdict instanceof Verdict.Failed);
        };
    }

    private static boolean isRepaired(Drift drift) {
        return !(drift instanceof Drift.None);
    }

    @TempDir private Path root;

    @Test
    void theChartHasExactlyTheTransitionsThatHappen() throws Exception {
        Set<String> happening = new TreeSet<>();
        int worlds = 0;
        for (Map.Entry<String, Consumer<SimulatedWorld>> state : STATES.entrySet()) {
            for (Map.Entry<String, Event> event : EVENTS.entrySet()) {
                SimulatedWorld world =
                        new SimulatedWorld(
                                Files.createDirectory(root.resolve("world-" + ++worlds)));
                state.getValue().accept(world);
                if (event.getValue().happen(world, world.boot())) {
                    happening.add(
                            "%s --> %s : %s"
                                    .formatted(state.getKey(), stateOf(world), event.getKey()));
                }
            }
        }

        assertThat(drawn()).isEqualTo(happening);
    }

    private static String stateOf(SimulatedWorld world) {
        return world.store
                .find(SimulatedWorld.GAME)
                .map(record -> record.state().status())
                .map(WireName::wire)
                .orElse(NO_RECORD);
    }

    private static Set<String> drawn() throws IOException {
        Set<String> arrows = new TreeSet<>();
        Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals("stateDiagram-v2"))
                .takeWhile(line -> !line.equals("```"))
                .map(String::strip)
                .filter(line -> line.contains(" --> "))
                .forEach(arrows::add);
        return arrows;
    }
}

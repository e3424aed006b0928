package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.simulation.Boundary.Mishap;
import rtm.domain.simulation.ProcessDiedError;
import rtm.domain.simulation.Scenario;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

/**
 * Every call that an operation makes to the world outside goes wrong once, on either side of its
 * effect, with the process dying there or living on. Afterwards, when the leader has finished what
 * was left, all must be as if nothing had happened, or, for a call over HTTP, agree.
 */
class CrashTableTest {

    /** No request makes nearly as many calls. */
    private static final int MOST_CALLS = 100;

    @TempDir static Path root;

    static Stream<Arguments> table() {
        return table(Scenario.ALL.stream());
    }

    static Stream<Arguments> jobs() {
        return table(Scenario.ALL.stream().filter(each -> each.request().comesAsAJob()));
    }

    private static Stream<Arguments> table(Stream<Scenario> scenarios) {
        return scenarios.flatMap(scenario ->
                Stream.of(Mishap.values()).map(mishap -> Arguments.of(scenario, mishap)));
    }

    static Stream<Scenario> longestOnes() {
        List<String> names =
                List.of(
                        "start of a stopped game",
                        "start that docker refuses of a stopped game",
                        "stop of two engines",
                        "restart of a running game",
                        "restart that docker refuses once",
                        "restart of a running game with one left aside",
                        "patch of a running game",
                        "patch that docker refuses",
                        "patch to an engine that ends at once");
        return Scenario.ALL.stream().filter(scenario -> names.contains(scenario.name()));
    }

    static Stream<Scenario> longestJobs() {
        return longestOnes().filter(scenario -> scenario.request().comesAsAJob());
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void aJobEndsAsIfNothingHadHappened(Scenario scenario, Mishap mishap)
            throws InterruptedException {
        CrashOutcome calm = calm(scenario, scenario.job());
        boolean happened = true;
        int call = 0;
        while (happened) {
            call++;
            SimulatedWorld world = world(scenario);
            SimulatedProcess process = world.boot();
            process.boundary.plan(call, mishap);

            happened = !askedInPeace(scenario, process, scenario.job());
            if (happened) {
                settleJob(scenario, process.boundary.dead() ? successor(world, process) : process);
            }

            String where = where(call, process);
            assertThat(CrashOutcome.of(world)).as(where).isEqualTo(calm);
            assertThat(world.results()).as(where).hasSize(1);
            assertThat(world.store.operations())
                    .as(where)
                    .filteredOn(row -> row.operation().sourceRef().isPresent())
                    .hasSize(1);
            assertThat(call).isLessThan(MOST_CALLS);
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void aCallEndsAsIfNothingHadHappenedOrIsUndone(Scenario scenario, Mishap mishap)
            throws InterruptedException {
        CrashOutcome calm = calm(scenario, scenario.call());
        boolean happened = true;
        int call = 0;
        while (happened) {
            call++;
            SimulatedWorld world = world(scenario);
            CrashOutcome before = CrashOutcome.of(world);
            SimulatedProcess process = world.boot();
            process.boundary.plan(call, mishap);

            happened = !askedInPeace(scenario, process, scenario.call());
            if (happened) {
                (process.boundary.dead() ? successor(world, process) : process).finishInterrupted();
            }

            String where = where(call, process);
            CrashOutcome ending = CrashOutcome.of(world);
            if (happened) {
                assertThat(ending.sameRuntime(before) || ending.agrees())
                        .as("%s: %s", where, ending)
                        .isTrue();
                assertThat(ending.setAside()).as(where).isLessThanOrEqualTo(before.setAside());
                assertThat(before.unnamed()).as(where).containsAll(ending.unnamed());
                if (scenario.leavesAGameRunning()) {
                    assertThat(ending.live()).as("%s: %s", where, ending).isEqualTo(before.live());
                }
            } else {
                assertThat(ending).as(where).isEqualTo(calm);
            }
            assertThat(world.store.openOperations()).as(where).isEmpty();
            assertThat(world.results()).as(where).isEmpty();
            assertThat(call).isLessThan(MOST_CALLS);
        }
    }

    @ParameterizedTest
    @MethodSource("longestJobs")
    void aJobSurvivesTwoDeaths(Scenario scenario) throws InterruptedException {
        CrashOutcome calm = calm(scenario, scenario.job());
        for (Mishap mishap : List.of(Mishap.DIES_BEFORE_ITS_EFFECT, Mishap.DIES_AFTER_ITS_EFFECT)) {
            int calls = callsOf(scenario);
            for (int first = 1; first <= calls; first++) {
                for (int second = 1; second <= calls + 5; second++) {
                    SimulatedWorld world = world(scenario);
                    SimulatedProcess one = world.boot();
                    one.boundary.plan(first, mishap);
                    askedInPeace(scenario, one, scenario.job());
                    SimulatedProcess two = successor(world, one);
                    two.boundary.plan(second, mishap);
                    boolean survived = settledInPeace(scenario, two);
                    if (!survived) {
                        settleJob(scenario, successor(world, two));
                    }

                    String where = where(first, one) + ", then " + where(second, two);
                    assertThat(CrashOutcome.of(world)).as(where).isEqualTo(calm);
                    assertThat(world.results()).as(where).hasSize(1);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("longestOnes")
    void aCallSurvivesTwoDeaths(Scenario scenario) throws InterruptedException {
        int calls = callsOf(scenario);
        for (Mishap mishap : List.of(Mishap.DIES_BEFORE_ITS_EFFECT, Mishap.DIES_AFTER_ITS_EFFECT)) {
            for (int first = 1; first <= calls; first++) {
                for (int second = 1; second <= calls + 5; second++) {
                    SimulatedWorld world = world(scenario);
                    CrashOutcome before = CrashOutcome.of(world);
                    SimulatedProcess one = world.boot();
                    one.boundary.plan(first, mishap);
                    askedInPeace(scenario, one, scenario.call());
                    SimulatedProcess two = successor(world, one);
                    two.boundary.plan(second, mishap);
                    if (!finishedInPeace(two)) {
                        successor(world, two).finishInterrupted();
                    }

                    String where = where(first, one) + ", then " + where(second, two);
                    CrashOutcome ending = CrashOutcome.of(world);
                    assertThat(ending.open()).as(where).isZero();
                    assertThat(ending.sameRuntime(before) || ending.agrees())
                            .as("%s: %s", where, ending)
                            .isTrue();
                    assertThat(ending.setAside()).as(where).isLessThanOrEqualTo(before.setAside());
                    assertThat(before.unnamed()).as(where).containsAll(ending.unnamed());
                    if (scenario.leavesAGameRunning()) {
                        assertThat(ending.live())
                                .as("%s: %s", where, ending)
                                .isEqualTo(before.live());
                    }
                }
            }
        }
    }

    private SimulatedWorld world(Scenario scenario) {
        SimulatedWorld world = new SimulatedWorld(root);
        scenario.prepare(world);
        return world;
    }

    private CrashOutcome calm(Scenario scenario, Origin origin) throws InterruptedException {
        SimulatedWorld world = world(scenario);
        scenario.ask(world.boot(), origin);
        CrashOutcome ending = CrashOutcome.of(world);
        assertThat(ending.open()).isZero();
        assertThat(ending.unnamed()).isEmpty();
        return ending;
    }

    private int callsOf(Scenario scenario) throws InterruptedException {
        SimulatedProcess process = world(scenario).boot();
        scenario.ask(process, scenario.call());
        return process.boundary.calls().size();
    }

    static String where(int call, SimulatedProcess process) {
        List<String> calls = process.boundary.calls();
        return call <= calls.size()
                ? "call %d, %s, of %s".formatted(call, calls.get(call - 1), calls)
                : "no mishap";
    }

    /**
     * Whether the request was answered; a caller over HTTP is told nothing but that it may ask
     * again.
     */
    static boolean askedInPeace(Scenario scenario, SimulatedProcess process, Origin origin)
            throws InterruptedException {
        try {
            scenario.ask(process, origin);
            return process.boundary.inPeace();
        } catch (ProcessDiedError | DependencyUnavailableException _) {
            return false;
        }
    }

    private static boolean finishedInPeace(SimulatedProcess process) throws InterruptedException {
        try {
            process.finishInterrupted();
            return true;
        } catch (ProcessDiedError _) {
            return false;
        }
    }

    private static boolean settledInPeace(Scenario scenario, SimulatedProcess process)
            throws InterruptedException {
        try {
            settleJob(scenario, process);
            return true;
        } catch (ProcessDiedError _) {
            return false;
        }
    }

    static SimulatedProcess successor(SimulatedWorld world, SimulatedProcess dead) {
        dead.die();
        return world.boot();
    }

    /** What was left open is taken up, and the entry is read again. */
    static void settleJob(Scenario scenario, SimulatedProcess process) throws InterruptedException {
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                process.finishInterrupted();
                scenario.ask(process, scenario.job());
                return;
            } catch (DependencyUnavailableException | OwnershipLostException _) {
                assertThat(process.boundary.dead()).isFalse();
            }
        }
        throw new AssertionError("the job is not settled after three tries");
    }
}

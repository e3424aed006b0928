package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.it.server.LaterPackage;
import rtm.testkit.server.Installation;
import rtm.testkit.server.Machines.Machine;
import rtm.testkit.server.ServiceProcess;

/** Three nodes are upgraded one after the other, under jobs and calls. */
final class RollingUpgradeIT {

    private static final String NEXT =
            "INSERT INTO schema_versions (version, oldest_version) VALUES (7, 6);"
                    + " ALTER TABLE nodes ADD COLUMN rack text;";

    private static final String AFTER_NEXT =
            "INSERT INTO schema_versions (version, oldest_version) VALUES (8, 7);"
                    + " ALTER TABLE nodes ADD COLUMN room text;";

    private final Map<Integer, ServiceProcess> services = new ConcurrentHashMap<>();
    private SeveralNodes nodes;

    @BeforeEach
    void open() throws Exception {
        nodes = new SeveralNodes(3, NodesLoad.images());
        for (Machine machine : nodes.machines()) {
            start(machine.number(), Installation.launcher()).awaitReady();
        }
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private ServiceProcess start(int number, Path launcher) throws Exception {
        ServiceProcess service = nodes.launch(launcher, nodes.machine(number), Map.of());
        services.put(number, service);
        return service;
    }

    private void end(int number) throws InterruptedException {
        service(number).signal("TERM");
        assertThat(service(number).awaitExit()).isZero();
    }

    private ServiceProcess service(int number) {
        return Objects.requireNonNull(services.get(number));
    }

    private void upgrade(int number, LaterPackage to) throws Exception {
        end(number);
        start(number, to.launcher()).awaitReady();
    }

    /**
     * The node is without a process meanwhile, as with an {@code install.sh} that takes it back.
     */
    private String refused(int number, LaterPackage to, Path back) throws Exception {
        end(number);
        ServiceProcess later = start(number, to.launcher());
        assertThat(later.awaitExit()).isNotZero();
        start(number, back).awaitReady();
        return later.log().getLast();
    }

    private List<String> schemaVersions() {
        return nodes.database().query("SELECT schema_version FROM rtmanager.nodes ORDER BY name");
    }

    private List<String> columns() {
        return nodes.database()
                .query(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema ="
                                + " 'rtmanager' AND table_name = 'nodes' AND column_name IN ('rack',"
                                + " 'room') ORDER BY 1");
    }

    @Test
    void noJobIsLostAndASchemaThatANodeDoesNotKnowWaitsForIt() throws Exception {
        NodesLoad load = new NodesLoad(nodes, new Random());
        try (LaterPackage next = LaterPackage.of("0.3.0", List.of(NEXT));
                LaterPackage afterNext = LaterPackage.of("0.4.0", List.of(NEXT, AFTER_NEXT))) {
            try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
                var sending =
                        timer.scheduleWithFixedDelay(
                                () -> load.more(List.copyOf(services.values())),
                                0,
                                1,
                                TimeUnit.SECONDS);
                upgrade(1, next);
                upgrade(2, next);
                assertThat(schemaVersions()).containsExactly("7", "7", "6");
                assertThat(refused(1, afterNext, next.launcher()))
                        .contains(
                                "version 8 needs programs that know version 7, and those of these"
                                        + " nodes do not: vm-3; upgrade them first");
                assertThat(columns()).containsExactly("rack");
                upgrade(3, next);
                upgrade(1, afterNext);

                assertThat(sending.cancel(false)).as("the load went on").isTrue();
            }
            assertThat(columns()).containsExactly("rack", "room");
            assertThat(schemaVersions()).containsExactly("8", "7", "7");
            load.awaitCalls();
            new NodesAtRest(nodes).await(load.jobs());
            System.out.println(load);
            assertThat(service(1).get("/api/v1/internal/status").body()).contains("0.4.0");
            assertThat(service(2).get("/api/v1/internal/status").body()).contains("0.3.0");
        }
    }
}

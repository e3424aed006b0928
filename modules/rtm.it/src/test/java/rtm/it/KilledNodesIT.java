package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rtm.it.server.TcpProxy;
import rtm.testkit.server.Machines.Machine;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;

/**
 * Three machines with the service on each, while processes of the service, PostgreSQL, Redis and
 * Docker are killed, stand still, or are cut off, under jobs and calls.
 */
final class KilledNodesIT {

    /** How often; a longer run asks for more. */
    private static final int KILLS = Integer.getInteger("rtm.it.kills", Kill.values().length);

    private static final long SEED = Long.getLong("rtm.it.seed", System.nanoTime());

    private final Random random = new Random(SEED);
    private final Map<Integer, ServiceProcess> services = new TreeMap<>();
    private PostgresServer postgres;
    private RedisServer redis;
    private SeveralNodes nodes;
    private TcpProxy link;

    @BeforeEach
    void open() throws Exception {
        postgres = PostgresServer.start();
        // Redis itself loses nothing that it has acknowledged.
        redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        nodes = new SeveralNodes(postgres, redis, 3, NodesLoad.images());
        link = TcpProxy.at(InetAddress.getByName(nodes.host()), redis.host(), redis.port());
        for (Machine machine : nodes.machines()) {
            serve(machine.number());
            service(machine.number()).awaitReady();
        }
    }

    @AfterEach
    void close() {
        nodes.close();
        link.close();
        redis.close();
        postgres.close();
    }

    private void serve(int number) throws Exception {
        services.put(
                number,
                nodes.launch(
                        nodes.machine(number),
                        Map.of(
                                "RTMANAGER_REDIS_MASTER_ADDR",
                                nodes.host() + ":" + link.port(),
                                "RTMANAGER_LEADER_TIMEOUT",
                                "5s")));
    }

    private ServiceProcess service(int number) {
        return Objects.requireNonNull(services.get(number));
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void whateverIsKilledEachJobHasOneResultAndNoGameRunsTwice() throws Exception {
        System.out.println("seed of the kills: " + SEED);
        NodesLoad load = new NodesLoad(nodes, random);
        List<Kill> done = new ArrayList<>();
        try {
            for (Kill kill : Kill.draw(KILLS, random)) {
                revive();
                load.more(List.copyOf(services.values()));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(900));
                execute(kill);
                done.add(kill);
                new NodesAtRest(nodes).assertNowhereTwice();
            }
        } finally {
            System.out.println(Kill.table(done) + load);
        }
        load.awaitCalls();
        await("all are ready").atMost(Duration.ofMinutes(2)).untilAsserted(this::assertReady);
        new NodesAtRest(nodes).await(load.jobs());
    }

    /** As systemd does: a process ends if PostgreSQL or Redis is away while it boots. */
    private void revive() throws Exception {
        for (Machine machine : nodes.machines()) {
            if (!service(machine.number()).isAlive()) {
                serve(machine.number());
            }
        }
    }

    private void assertReady() throws Exception {
        revive();
        for (ServiceProcess service : services.values()) {
            assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    private void execute(Kill kill) throws Exception {
        switch (kill) {
            case INTAKE -> killed(List.of(intake()));
            case NODE -> killed(List.of(other(intake())));
            case TWO -> {
                int one = 1 + random.nextInt(3);
                killed(List.of(one, other(one)));
            }
            case INTAKE_STANDS_STILL -> standsStill(intake());
            case NODE_STANDS_STILL -> standsStill(other(intake()));
            case PRESENCE -> end(any(sessions(true)));
            case POOL ->
                    sessions(false).stream().filter(_ -> random.nextBoolean()).forEach(this::end);
            case BACKEND -> postgres.crashSession(any(sessions(random.nextBoolean())));
            case POSTGRES -> postgres.crash();
            case REDIS -> redis.crash();
            case REDIS_CUT -> {
                link.cut();
                seconds(5);
                link.restore();
            }
            case REDIS_STALLS -> {
                link.stall();
                seconds(5);
                link.restore();
            }
            case DOCKER -> {
                Machine machine = nodes.machine(1 + random.nextInt(3));
                machine.crashDaemon();
                seconds(2);
                machine.boot();
            }
            case MACHINE_CUT -> {
                Machine machine = nodes.machine(1 + random.nextInt(3));
                machine.cut();
                seconds(9);
                machine.heal();
            }
        }
    }

    private void seconds(int most) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(most * 1000));
    }

    private void killed(List<Integer> numbers) throws Exception {
        List<ServiceProcess> killed = new ArrayList<>();
        for (int number : numbers) {
            killed.add(signal(number, "KILL"));
        }
        for (ServiceProcess process : killed) {
            process.awaitExit();
        }
        revive();
        if (random.nextInt(3) == 0) {
            service(numbers.getFirst()).awaitReady();
        }
    }

    /** To a process that lives: one that boots may end just then. */
    private ServiceProcess signal(int number, String name) throws Exception {
        while (true) {
            revive();
            ServiceProcess process = service(number);
            try {
                process.signal(name);
                return process;
            } catch (IllegalStateException gone) {
                if (process.isAlive()) {
                    throw gone;
                }
            }
        }
    }

    /** Sometimes for longer than another process waits with taking over. */
    private void standsStill(int number) throws Exception {
        ServiceProcess process = signal(number, "STOP");
        seconds(random.nextBoolean() ? 3 : 12);
        process.signal("CONT");
    }

    private int other(int number) {
        return 1 + (number + random.nextInt(2)) % 3;
    }

    private <T> T any(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }

    /** The machine whose process has the intake. */
    private int intake() {
        return await("the intake")
                .atMost(Duration.ofMinutes(1))
                .until(nodes::intake, Optional::isPresent)
                .orElseThrow();
    }

    /** The sessions of the service, those with a node's lock or the others. */
    private List<Integer> sessions(boolean present) {
        return await("sessions")
                .atMost(Duration.ofMinutes(1))
                .until(
                        () ->
                                nodes
                                        .database()
                                        .query(
                                                ("SELECT pid FROM pg_stat_activity WHERE usename = '%s'"
                                                                + " AND %s (SELECT FROM pg_locks WHERE"
                                                                + " pg_locks.pid = pg_stat_activity.pid"
                                                                + " AND locktype = 'advisory' AND"
                                                                + " classid = 1920233838)")
                                                        .formatted(
                                                                PostgresServer.ROLE,
                                                                present ? "EXISTS" : "NOT EXISTS"))
                                        .stream()
                                        .map(Integer::valueOf)
                                        .toList(),
                        found -> !found.isEmpty());
    }

    private void end(int session) {
        nodes.database().query("SELECT pg_terminate_backend(%d)".formatted(session));
    }
}

package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.Machines.Machine;
import rtm.testkit.server.ServiceProcess;

/** Three machines, each with its Docker and the service: one node each. */
final class ThreeNodesIT {

    private static final String RUNTIMES = "/api/v1/internal/runtimes";
    private static final String STUBBORN = "galaxy/test-engine:stubborn";

    /** A lost connection is given up after ten seconds; then the services have to notice. */
    private static final Duration AFTER_A_CUT = Duration.ofSeconds(25);

    /** The longest time without anybody who reads the jobs. */
    private static final Duration AFTER_A_POWER_LOSS = Duration.ofSeconds(8);

    /** So many seconds before and after it are measured. */
    private static final int MEASURED = Integer.getInteger("rtm.it.measured", 3);

    private static SeveralNodes nodes;
    private static final Map<Integer, ServiceProcess> SERVICES = new HashMap<>();

    @BeforeAll
    static void open() throws Exception {
        nodes = new SeveralNodes(3, Stage.IMAGE, STUBBORN);
    }

    @AfterAll
    static void close() {
        nodes.close();
    }

    @BeforeEach
    void serve() throws Exception {
        for (Machine machine : nodes.machines()) {
            if (!SERVICES.containsKey(machine.number())) {
                serve(machine.number());
            }
        }
        for (Machine machine : nodes.machines()) {
            service(machine.number()).awaitReady();
        }
    }

    /** What a failed test cut off or took down must not stay so for the next one. */
    @AfterEach
    void heal() {
        for (Machine machine : nodes.machines()) {
            machine.heal();
            machine.boot();
        }
    }

    private static void serve(int number) throws Exception {
        SERVICES.put(number, nodes.launch(nodes.machine(number), Map.of()));
    }

    private static ServiceProcess service(int number) {
        return Objects.requireNonNull(SERVICES.get(number));
    }

    private static void kill(int number) throws InterruptedException {
        service(number).kill();
        SERVICES.remove(number);
    }

    private static List<String> started(int count) {
        List<String> games = Stream.generate(nodes::newGame).limit(count).toList();
        games.forEach(game -> nodes.startJob(game, Stage.IMAGE));
        games.forEach(game ->
                assertThat(nodes.results(game, 1).getFirst()).containsEntry("outcome", "success"));
        return games;
    }

    private static int nodeOf(String game) {
        String name =
                nodes.database()
                        .query(
                                "SELECT n.name FROM rtmanager.runtime_records r JOIN rtmanager.nodes n"
                                        + " USING (node_id) WHERE game_id = '%s'".formatted(game))
                        .getFirst();
        return Integer.parseInt(name.replace("vm-", ""));
    }

    private static List<String> on(int number, List<String> games) {
        return games.stream().filter(game -> nodeOf(game) == number).toList();
    }

    private static String pid(String game) {
        return nodes.machine(nodeOf(game))
                .docker(
                        "inspect",
                        "--format",
                        "{{.State.Pid}} {{.State.StartedAt}}",
                        "galaxy-game-" + game)
                .strip();
    }

    private static void stop(List<String> games) {
        games.forEach(nodes::stopJob);
        games.forEach(game -> nodes.results(game, 2));
    }

    @Test
    void eachGameIsOnOneNodeAndTheNodesFillAlike() {
        List<String> games = started(30);

        assertThat(games).allSatisfy(game -> assertThat(nodes.running(game)).hasSize(1));
        List<Long> each = nodes.games().values().stream().sorted().toList();
        assertThat(each).hasSize(3);
        assertThat(each.getLast() - each.getFirst()).as("%s", each).isLessThanOrEqualTo(1);
        assertThat(games)
                .allSatisfy(
                        game -> assertThat(nodes.entries("runtime:job_results", game)).hasSize(1));
        stop(games);
        assertThat(games).allSatisfy(game -> assertThat(nodes.running(game)).isEmpty());
    }

    @Test
    void aMachineWithoutPowerKeepsNoOtherFromWorkAndItsGamesAreReportedAfterItsBoot()
            throws Exception {
        List<String> games = started(9);
        List<String> lost = on(2, games);

        nodes.machine(2).powerOff();
        kill(2);

        List<String> more = started(6);
        assertThat(on(2, more)).isEmpty();
        assertThat(lost)
                .allSatisfy(game -> {
                    assertThat(nodes.status(game)).isEqualTo("running");
                    assertThat(nodes.deaths(game))
                            .allMatch(death -> death.type().equals("probe_failed"));
                });
        nodes.machine(2).boot();
        serve(2);

        for (String game : lost) {
            await("the end of " + game)
                    .atMost(Stage.PATIENCE)
                    .until(() -> nodes.status(game).equals("stopped"));
            assertThat(nodes.deaths(game)).hasSizeGreaterThanOrEqualTo(1);
        }
        stop(
                Stream.concat(more.stream(), games.stream().filter(game -> !lost.contains(game)))
                        .toList());
    }

    @Test
    void theIntakeOfAMachineWithoutPowerIsTakenWithinSeconds() throws Exception {
        int lost =
                await("the intake")
                        .atMost(Stage.PATIENCE)
                        .until(nodes::intake, Optional::isPresent)
                        .orElseThrow();
        int other = lost % 3 + 1;
        List<Starts.Start> all;
        long off;
        long taken;
        try (Starts starts = new Starts(nodes, List.of(service(other), service(other % 3 + 1)))) {
            TimeUnit.SECONDS.sleep(MEASURED);
            // Off the network first: a process that is killed still says goodbye.
            nodes.machine(lost).cut();
            off = System.currentTimeMillis();
            kill(lost);
            nodes.machine(lost).powerOff();
            await("another has the intake")
                    .atMost(AFTER_A_CUT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> nodes.intake().filter(number -> number != lost).isPresent());
            taken = System.currentTimeMillis();
            TimeUnit.SECONDS.sleep(MEASURED);
            starts.end();
            nodes.machine(lost).heal();
            nodes.machine(lost).boot();
            serve(lost);
            service(lost).awaitReady();
            // What that machine had begun when it lost its power is completed there.
            all = starts.finish();
        }
        System.out.printf("without the intake for %d ms%n", taken - off);
        for (boolean job : new boolean[] {true, false}) {
            String by = job ? "job" : "call";
            List<Starts.Start> each = all.stream().filter(start -> start.job() == job).toList();
            System.out.println(
                    Starts.line(by + " before", during(each, 0, off))
                            + "\n"
                            + Starts.line(by + " meanwhile", during(each, off, taken))
                            + "\n"
                            + Starts.line(by + " after", during(each, taken, Long.MAX_VALUE)));
        }
        assertThat(all).filteredOn(Starts.Start::job).allMatch(Starts.Start::works);
        assertThat(during(all, taken + 1000, Long.MAX_VALUE)).allMatch(Starts.Start::works);
        assertThat(taken - off).isLessThan(AFTER_A_POWER_LOSS.toMillis());
        all.forEach(start -> nodes.stopJob(start.game()));
        await("all are stopped")
                .atMost(Stage.PATIENCE)
                .until(() ->
                        all.stream()
                                .noneMatch(start -> nodes.status(start.game()).equals("running")));
    }

    /** The kernel of its machine answers in its place. */
    @Test
    void aProcessThatStandsStillForSomeSecondsKeepsTheIntakeAndItsNode() throws Exception {
        int number =
                await("the intake")
                        .atMost(Stage.PATIENCE)
                        .until(nodes::intake, Optional::isPresent)
                        .orElseThrow();
        String before = holders();

        service(number).signal("STOP");
        await().during(Duration.ofSeconds(9))
                .atMost(Duration.ofSeconds(12))
                .until(() -> holders().equals(before));
        service(number).signal("CONT");

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(6))
                .until(() -> holders().equals(before));
        assertThat(nodes.intake()).contains(number);
    }

    /** The sessions with the locks of the intake and of the nodes. */
    private static String holders() {
        return nodes.database()
                .query(
                        "SELECT pid || ' ' || classid || ' ' || objid FROM pg_locks WHERE locktype ="
                                + " 'advisory' AND granted AND classid IN (1920233837, 1920233838)"
                                + " ORDER BY 1")
                .toString();
    }

    private static List<Starts.Start> during(List<Starts.Start> starts, long from, long to) {
        return starts.stream().filter(start -> start.at() >= from && start.at() < to).toList();
    }

    @Test
    void theGamesOfAMachineThatIsCutOffRunOnAndTheirEndsAreReportedOnceAfterwards()
            throws Exception {
        List<String> games = started(9);
        List<String> there = on(3, games);
        String ends = there.getFirst();
        Map<String, String> before =
                there.stream().skip(1).collect(Collectors.toMap(game -> game, ThreeNodesIT::pid));

        nodes.machine(3).cut();
        nodes.machine(3).docker("exec", "-d", "galaxy-game-" + ends, "engine", "exit", "3");
        nodes.machine(3).docker("wait", "galaxy-game-" + ends);
        List<String> more = started(6);
        assertThat(on(3, more)).hasSizeLessThanOrEqualTo(3);
        await("the node is free").atMost(AFTER_A_CUT).until(() -> !held(3));
        List<String> later = started(4);
        assertThat(on(3, later)).isEmpty();
        nodes.machine(3).heal();

        await("its end is known")
                .atMost(Stage.PATIENCE)
                .until(() -> nodes.status(ends).equals("stopped"));
        await("the end is reported")
                .atMost(Stage.PATIENCE)
                .until(() -> !nodes.deaths(ends).isEmpty());
        service(3).awaitReady();
        before.forEach((game, process) -> assertThat(pid(game)).isEqualTo(process));
        assertThat(nodes.deaths(ends))
                .extracting(Stage.HealthEvent::toString)
                .containsExactly("container_exited {\"exit_code\":3,\"oom\":false}");
        before.keySet().forEach(game -> assertThat(nodes.deaths(game)).isEmpty());
        stop(
                Stream.of(more, later, games)
                        .flatMap(List::stream)
                        .filter(game -> !game.equals(ends))
                        .toList());
    }

    /** Whether a process has that node. */
    private static boolean held(int number) {
        return !nodes.rows(
                        "SELECT 1 FROM pg_locks l JOIN rtmanager.nodes n ON n.node_id = l.objid::int"
                                + " WHERE l.locktype = 'advisory' AND l.classid = 1920233838"
                                + " AND l.granted AND n.name = 'vm-%d'".formatted(number))
                .isEmpty();
    }

    @Test
    void anyProcessAnswersForEachGameAndNamesANodeThatDoesNot() throws Exception {
        List<String> games = started(3);
        for (String game : games) {
            String path = RUNTIMES + "/" + game;
            List<String> records = new ArrayList<>();
            for (int number = 1; number <= 3; number++) {
                records.add(service(number).get(path).body());
                assertThat(service(number).get(path + "/logs?tail=5").statusCode()).isEqualTo(200);
                assertThat(service(number).post(path + "/restart", "").statusCode()).isEqualTo(200);
            }
            assertThat(records).hasSize(3).allMatch(record -> record.contains(game));
            assertThat(nodes.running(game)).hasSize(1);
        }
        String byCall = nodes.newGame();
        assertThat(
                        service(2)
                                .post(
                                        RUNTIMES + "/" + byCall + "/start",
                                        "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE))
                                .statusCode())
                .isEqualTo(200);
        String there = games.getFirst();
        int holder = nodeOf(there);
        int other = holder % 3 + 1;
        kill(holder);

        var answer =
                service(other).post(RUNTIMES + "/" + there + "/stop", "{\"reason\":\"cancelled\"}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("vm-" + holder, there);
        assertThat(service(other).get(RUNTIMES + "/" + there).statusCode()).isEqualTo(200);
        serve(holder);
        stop(games);
        nodes.stopJob(byCall);
        nodes.results(byCall, 1);
    }

    private static java.net.http.HttpResponse<String> open(String query)
            throws InterruptedException {
        return service(2).post("/api/v1/internal/nodes/open" + query, "{\"node\":\"vm-3\"}");
    }

    @Test
    void aMachineThatIsOffForGoodIsGivenUpAndItsGamesStartElsewhereAfterAMove() throws Exception {
        List<String> games = started(6);
        List<String> lost = on(3, games);
        assertThat(retire().statusCode()).as("while its process is there").isEqualTo(409);
        nodes.machine(3).powerOff();
        kill(3);
        await("the lock is free").atMost(AFTER_A_CUT).until(() -> !held(3));

        assertThat(retire().statusCode()).isEqualTo(200);

        for (String game : lost) {
            assertThat(nodes.status(game)).isEqualTo("removed");
            await("its loss is reported")
                    .atMost(Stage.PATIENCE)
                    .until(() ->
                            nodes.deaths(game).stream()
                                            .filter(death ->
                                                    death.type().equals("container_disappeared"))
                                            .count()
                                    == 1);
        }
        String moved = lost.getFirst();
        assertThat(
                        service(1)
                                .post(RUNTIMES + "/" + moved + "/move", "{\"node\":\"vm-1\"}")
                                .statusCode())
                .isEqualTo(200);
        nodes.copyState(moved, 3, 1);
        nodes.startJob(moved, Stage.IMAGE);
        assertThat(nodes.results(moved, 2).getLast()).containsEntry("outcome", "success");
        assertThat(nodeOf(moved)).isEqualTo(1);
        nodes.machine(3).boot();
        ServiceProcess back = nodes.launch(nodes.machine(3), Map.of());
        assertThat(back.awaitExit()).isNotZero();
        assertThat(String.join("\n", back.log()))
                .contains("node vm-3 was given up", "galaxy-game-");
        assertThat(open("").statusCode()).as("nobody has looked").isEqualTo(409);
        assertThat(service(1).get("/api/v1/internal/status").body())
                .contains("\"words\":\"retired, and ", "\"name\":\"vm-2\"");
        lost.forEach(game -> nodes.machine(3).docker("rm", "-f", "galaxy-game-" + game));
        assertThat(open("?emptied=true").statusCode()).isEqualTo(200);
        serve(3);
        service(3).awaitReady();
        stop(games.stream().filter(game -> !lost.contains(game)).toList());
        nodes.stopJob(moved);
        nodes.results(moved, 3);
    }

    private static java.net.http.HttpResponse<String> retire() throws InterruptedException {
        return service(1).post("/api/v1/internal/nodes/retire?fenced=true", "{\"node\":\"vm-3\"}");
    }

    @Test
    void enginesOutliveTheirDaemonOnEachNode() throws Exception {
        List<String> games = started(6);
        Map<String, String> before =
                games.stream().collect(Collectors.toMap(game -> game, ThreeNodesIT::pid));

        nodes.machine(2).crashDaemon();
        await().atMost(Stage.PATIENCE).until(() -> service(2).get("/readyz").statusCode() == 503);
        assertThat(service(1).get("/readyz").statusCode()).isEqualTo(200);
        await("others see it")
                .atMost(Stage.PATIENCE)
                .until(() ->
                        nodes.database()
                                        .query(
                                                "SELECT 1 FROM rtmanager.nodes WHERE name = 'vm-2' AND"
                                                        + " trouble IS NOT NULL")
                                        .size()
                                == 1);
        List<String> more = new ArrayList<>(started(4));
        assertThat(on(2, more)).isEmpty();
        nodes.machine(2).boot();
        service(2).awaitReady();

        before.forEach((game, process) -> assertThat(pid(game)).isEqualTo(process));
        games.forEach(game -> assertThat(nodes.deaths(game)).isEmpty());
        more.addAll(games);
        Collections.shuffle(more);
        stop(more);
    }
}

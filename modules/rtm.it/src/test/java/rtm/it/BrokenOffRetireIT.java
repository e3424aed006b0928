package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.testkit.server.ServiceProcess;

/**
 * A node is given up by a process that is killed meanwhile: right before PostgreSQL commits one of
 * the steps, or right after. The same command, run again, completes it.
 */
final class BrokenOffRetireIT {

    /** Who has this lock holds the process at the chosen step. */
    private static final int HOLD = 24_024;

    private static Stage stage;
    private static ServiceProcess service;
    private static int nodes = 1;

    private int node;

    /**
     * Where it is killed.
     *
     * @param words what is done there
     * @param row the table and the change that is the step
     * @param nth at the how many-th such row
     * @param committed whether PostgreSQL still commits it
     */
    record Step(String words, String row, int nth, boolean committed) {

        /** Before the row is written; or at the commit, which the process then never hears of. */
        String trigger() {
            String[] parts = row.split(" WHEN ", 2);
            return (committed
                            ? "CREATE CONSTRAINT TRIGGER hold AFTER UPDATE ON %s DEFERRABLE INITIALLY"
                                    + " DEFERRED FOR EACH ROW WHEN (%s) EXECUTE FUNCTION public.hold()"
                            : "CREATE TRIGGER hold BEFORE UPDATE ON %s FOR EACH ROW WHEN (%s) EXECUTE"
                                    + " FUNCTION public.hold()")
                    .formatted(parts[0], parts[1]);
        }

        @Override
        public String toString() {
            return (committed ? "after " : "before ") + words;
        }
    }

    static Stream<Step> steps() {
        return Stream.of(
                        new Step(
                                "the node is marked",
                                "rtmanager.nodes WHEN NEW.state = 'retired'",
                                1,
                                false),
                        new Step(
                                "an open operation is taken over",
                                "rtmanager.operation_log WHEN NEW.owner <> OLD.owner",
                                1,
                                false),
                        new Step(
                                "an open operation fails",
                                "rtmanager.operation_log WHEN NEW.outcome = 'failure'",
                                1,
                                false),
                        new Step(
                                "the first game is removed",
                                "rtmanager.runtime_records WHEN NEW.status = 'removed'",
                                1,
                                false),
                        new Step(
                                "the second game is removed",
                                "rtmanager.runtime_records WHEN NEW.status = 'removed'",
                                2,
                                false))
                .flatMap(step ->
                        Stream.of(step, new Step(step.words(), step.row(), step.nth(), true)));
    }

    @BeforeAll
    static void open() throws Exception {
        stage = new Stage();
        service = serve();
        stage.database().execute("CREATE SEQUENCE public.holds");
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static ServiceProcess serve() throws Exception {
        return stage.service(
                Map.of(
                        "RTMANAGER_NODES",
                        "many",
                        "RTMANAGER_NODE_NAME",
                        "vm-1",
                        "RTMANAGER_NODE_URL",
                        "http://127.0.0.1:18096",
                        "RTMANAGER_NODE_MEMORY_RESERVE",
                        "512m"));
    }

    /** A node that nobody has started: it is off. */
    @BeforeEach
    void addNode() {
        nodes++;
        node =
                Integer.parseInt(
                        stage.database()
                                .query(
                                        "INSERT INTO rtmanager.nodes (name, engine_id) VALUES ('vm-%1$d',"
                                                        .formatted(nodes)
                                                + " 'engine-%d') RETURNING node_id"
                                                        .formatted(nodes))
                                .getFirst());
    }

    @AfterEach
    void letGo() {
        stage.database().execute("DROP FUNCTION IF EXISTS public.hold() CASCADE");
    }

    private String game(String status) {
        String game = stage.newGame();
        stage.database()
                .execute(
                        ("INSERT INTO rtmanager.runtime_records (game_id, status,"
                                        + " current_container_id, current_image_ref, engine_endpoint,"
                                        + " state_path, docker_network, started_at, stopped_at,"
                                        + " last_op_at, created_at, version, node_id) VALUES ('%1$s',"
                                        + " '%2$s', md5('%1$s') || md5('%1$s'), '%3$s',"
                                        + " 'http://galaxy-game-%1$s:8080', '/games/%1$s', 'net', now(),"
                                        + " CASE '%2$s' WHEN 'stopped' THEN now() END, now(), now(), 1,"
                                        + " %4$d)")
                                .formatted(game, status, Stage.IMAGE, node));
        return game;
    }

    private static HttpResponse<String> retire(ServiceProcess by) throws InterruptedException {
        return by.post(
                "/api/v1/internal/nodes/retire?fenced=true",
                "{\"node\":\"vm-%d\"}".formatted(nodes));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void whatBreaksOffIsCompletedByTheSameCommand(Step step) throws Exception {
        List<String> running = List.of(game("running"), game("running"));
        String waiting = game("stopped");
        stage.startJob(waiting, Stage.IMAGE);
        await("its job is assigned")
                .atMost(Stage.PATIENCE)
                .until(() -> !stage.operations(waiting).isEmpty());

        killAt(step);
        service = serve();
        HttpResponse<String> answer = retire(service);
        while (answer.body().contains("\"more\":true")) {
            answer = retire(service);
        }

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(stage.rows("SELECT state FROM rtmanager.nodes WHERE node_id = " + node))
                .containsExactly(Map.of("state", "retired"));
        assertThat(stage.results(waiting, 1))
                .singleElement()
                .satisfies(result ->
                        assertThat(result).containsEntry("error_code", "service_unavailable"));
        assertThat(stage.status(waiting)).isEqualTo("stopped");
        assertThat(stage.operations(waiting))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("outcome", "failure"));
        for (String game : running) {
            assertThat(stage.status(game)).isEqualTo("removed");
            stage.awaitEntries("runtime:health_events", game, 1);
            assertThat(stage.deaths(game))
                    .singleElement()
                    .satisfies(
                            death -> assertThat(death.type()).isEqualTo("container_disappeared"));
            assertThat(stage.kinds(game)).containsExactly("reconcile_dispose");
        }
    }

    private static void killAt(Step step) throws Exception {
        stage.database().execute("ALTER SEQUENCE public.holds RESTART");
        stage.database()
                .execute(
                        ("CREATE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql SECURITY"
                                        + " DEFINER AS $$ BEGIN IF nextval('public.holds') = %d THEN"
                                        + " PERFORM pg_advisory_xact_lock(%d); END IF; RETURN NEW;"
                                        + " END $$")
                                .formatted(step.nth(), HOLD));
        stage.database().execute(step.trigger());
        ServiceProcess killed = service;
        try (Connection _ = stage.database().hold(HOLD)) {
            Thread command =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    retire(killed);
                                } catch (InterruptedException | AssertionError dead) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            await(step.words())
                    .atMost(Stage.PATIENCE)
                    .until(() ->
                            !stage.rows(
                                            "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT"
                                                    + " granted AND objid = "
                                                    + HOLD)
                                    .isEmpty());
            killed.kill();
            command.join();
        }
        await("its session has ended")
                .atMost(Stage.PATIENCE)
                .until(() ->
                        stage.rows(
                                        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = "
                                                + HOLD)
                                .isEmpty());
        stage.database().execute("DROP FUNCTION public.hold() CASCADE");
    }
}

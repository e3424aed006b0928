package rtm.bench;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import rtm.domain.log.LogField;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;

/**
 * How fast a backlog of stop jobs is worked off, for 1,000 games that are stopped already, beside
 * the rate at which {@code pgbench} commits the same rows on the same server in the same run. Fails
 * if a bound is exceeded.
 */
final class Backlog {

    static final int JOBS = 100_000;

    static final Map<String, String> SETTINGS = Map.of("RTMANAGER_RECONCILE_INTERVAL", "1h");

    private static final String STOPS = "runtime:stop_jobs";
    private static final String RESULTS = "runtime:job_results";
    private static final String OFFSET = "rtmanager:stream_offsets:stopjobs";
    private static final int GAMES = 1_000;
    private static final int JOBS_A_SCRIPT = 10_000;
    private static final int WARM_UP = 10_000;
    private static final int CLIENTS = 8;
    private static final int BENCH_SECONDS = 20;
    private static final double LEAST = 0.5;
    private static final double MOST_MIB = 160;

    /** What one job writes: its row opened and closed, its message queued and published. */
    private static final String SCRIPT =
            """
            \\set game random(1, %1$d)
            SELECT gen_random_uuid() AS operation, gen_random_uuid() AS message \\gset
            BEGIN;
            SELECT * FROM rtmanager.runtime_records WHERE game_id = 'backlog-:game';
            INSERT INTO rtmanager.operation_log
                (game_id, op_kind, op_source, source_ref, operation_id, owner, reason,
                 outcome, started_at)
            VALUES ('pgbench-:operation', 'stop', 'lobby_stream', ':operation', ':operation',
                    ':operation', 'finished', 'in_progress', now());
            COMMIT;
            BEGIN;
            UPDATE rtmanager.operation_log
            SET outcome = 'success', error_code = 'replay_no_op', finished_at = now()
            WHERE operation_id = ':operation';
            INSERT INTO rtmanager.outbox (message_id, stream, game_id, fields, created_at)
            VALUES (':message', 'pgbench', 'pgbench-:operation', '["outcome", "success"]', now());
            COMMIT;
            DELETE FROM rtmanager.outbox WHERE message_id = ':message';
            """
                    .formatted(GAMES);

    private final Scene scene;
    private final ProcessUse use;
    private final RedisCommands<String, String> redis = RedisServer.shared().commands();

    private Backlog(Scene scene) {
        this.scene = scene;
        use = new ProcessUse(scene.service().pid());
    }

    static void measure(Scene scene, int jobs) throws Exception {
        Backlog backlog = new Backlog(scene);
        backlog.prepare();
        backlog.work(WARM_UP);
        backlog.forget();
        double rate = backlog.work(jobs);
        double floor = backlog.pgbench();
        Limits limits = new Limits();
        limits.atLeast("jobs a second, beside the same rows by pgbench", rate, LEAST * floor);
        limits.atMost("peak of resident memory, MiB", backlog.use.peakMib(), MOST_MIB);
        limits.check();
    }

    private void forget() {
        redis.xtrim(STOPS, 0);
        redis.xtrim(RESULTS, 0);
    }

    private void prepare() {
        scene.database()
                .execute(
                        """
                        INSERT INTO rtmanager.runtime_records
                        SELECT 'backlog-' || n, 'stopped', md5(n::text) || md5(n::text),
                               'galaxy/game:1.0.0', 'http://galaxy-game-backlog-' || n || ':8080',
                               '/srv/' || n, 'net', now(), now(), NULL, now(), now(), 3
                        FROM generate_series(1, %1$d) n
                        """
                                .formatted(GAMES));
    }

    /** Adds these jobs at once, and returns how many a second were answered. */
    private double work(int jobs) throws IOException, InterruptedException {
        use.forgetPeak();
        double processor = use.processorSeconds();
        long begin = System.nanoTime();
        String last = "";
        for (int added = 0; added < jobs; added += JOBS_A_SCRIPT) {
            last =
                    redis.eval(
                            """
                            local id
                            for i = 1, tonumber(ARGV[1]) do
                              id = redis.call('XADD', KEYS[1], '*', 'game_id',
                                'backlog-' .. (i % tonumber(ARGV[2]) + 1), 'reason', 'finished',
                                'requested_at_ms', '1')
                            end
                            return id
                            """,
                            ScriptOutputType.VALUE,
                            new String[] {STOPS},
                            Integer.toString(Math.min(JOBS_A_SCRIPT, jobs - added)),
                            Integer.toString(GAMES));
        }
        while (!last.equals(redis.get(OFFSET)) || redis.xlen(RESULTS) < jobs) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Figures.log(
                "stop jobs settled",
                LogField.of("jobs", redis.xlen(RESULTS)),
                LogField.of("per_second", Figures.decimal(jobs / seconds)),
                LogField.of(
                        "processor_us_a_job",
                        Figures.decimal((use.processorSeconds() - processor) / jobs * 1e6)),
                LogField.of("peak_mib", Figures.decimal(use.peakMib())));
        return jobs / seconds;
    }

    /** How many jobs' rows a second {@code pgbench} writes on the same server. */
    private double pgbench() {
        return PostgresServer.shared()
                .transactionsPerSecond(
                        scene.database(),
                        SCRIPT,
                        "-c %d -j 2 -T %d".formatted(CLIENTS, BENCH_SECONDS));
    }
}

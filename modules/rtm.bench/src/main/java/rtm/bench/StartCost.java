package rtm.bench;

import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import io.lettuce.core.XReadArgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.testkit.DockerHost;
import rtm.testkit.PostgresServer;
import rtm.testkit.RedisServer;
import rtm.testkit.ServiceProcess;
import rtm.testkit.TestDatabase;
import rtm.testkit.Trees;

/**
 * What a start costs beyond Docker's own create and start: the three ways to start an engine take
 * turns in one run, raw Docker calls, a call over HTTP, and a job until its result.
 */
public final class StartCost {

    private static final String IMAGE = "galaxy/test-engine:ok";
    private static final int WARM_UP = 5;
    private static final Log LOG = Log.of(StartCost.class);

    private final DockerHost docker;
    private final ServiceProcess service;
    private int games;

    private StartCost(DockerHost docker, ServiceProcess service) {
        this.docker = docker;
        this.service = service;
    }

    /**
     * Measures and prints.
     *
     * @param arguments how many starts each way, 30 if not given
     * @throws Exception if anything fails
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
        Path stateRoot = Files.createTempDirectory("rtm-bench-");
        try (DockerHost docker = DockerHost.connect();
                TestDatabase database = PostgresServer.shared().database();
                ServiceProcess service = service(docker, database, stateRoot).awaitReady()) {
            new StartCost(docker, service).measure(rounds);
            service.signal("TERM");
            service.awaitExit();
        } finally {
            Trees.delete(stateRoot);
        }
        System.exit(0);
    }

    private static ServiceProcess service(DockerHost docker, TestDatabase database, Path stateRoot)
            throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("RTMANAGER_INTERNAL_HTTP_ADDR", "127.0.0.1:0");
        environment.put("RTMANAGER_POSTGRES_PRIMARY_DSN", database.dsn());
        environment.put(
                "RTMANAGER_REDIS_MASTER_ADDR",
                RedisServer.shared().host() + ":" + RedisServer.shared().port());
        environment.put("RTMANAGER_REDIS_PASSWORD", RedisServer.PASSWORD);
        environment.put("RTMANAGER_DOCKER_NETWORK", docker.network());
        environment.put("RTMANAGER_GAME_STATE_ROOT", stateRoot.toString());
        return ServiceProcess.start(environment);
    }

    private void measure(int rounds) throws InterruptedException {
        List<Long> raw = new ArrayList<>();
        List<Long> http = new ArrayList<>();
        List<Long> job = new ArrayList<>();
        for (int i = -WARM_UP; i < rounds; i++) {
            long rawNanos = raw();
            long httpNanos = http();
            long jobNanos = job();
            if (i >= 0) {
                raw.add(rawNanos);
                http.add(httpNanos);
                job.add(jobNanos);
            }
        }
        tell("raw docker create and start", raw);
        tell("start over http", http);
        tell("start job until its result", job);
    }

    private long raw() {
        long begin = System.nanoTime();
        CreateContainerResponse made =
                docker.client()
                        .createContainerCmd(IMAGE)
                        .withHostName("raw")
                        .withHostConfig(
                                HostConfig.newHostConfig()
                                        .withNetworkMode(docker.network())
                                        .withMemory(512L << 20)
                                        .withMemorySwap(512L << 20)
                                        .withNanoCPUs(1_000_000_000L)
                                        .withPidsLimit(512L))
                        .exec();
        docker.client().startContainerCmd(made.getId()).exec();
        long nanos = System.nanoTime() - begin;
        remove(made.getId());
        return nanos;
    }

    private long http() throws InterruptedException {
        String game = "bench-" + ++games;
        long begin = System.nanoTime();
        var answer =
                service.post(
                        "/api/v1/internal/runtimes/" + game + "/start",
                        "{\"image_ref\":\"%s\"}".formatted(IMAGE));
        long nanos = System.nanoTime() - begin;
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        remove("galaxy-game-" + game);
        return nanos;
    }

    @SuppressWarnings("unchecked") // the client takes its streams as generic varargs
    private long job() {
        String game = "bench-" + ++games;
        var redis = RedisServer.shared().commands();
        long begin = System.nanoTime();
        redis.xadd(
                "runtime:start_jobs",
                Map.of("game_id", game, "image_ref", IMAGE, "requested_at_ms", "1"));
        redis.xread(
                XReadArgs.Builder.block(Duration.ofSeconds(30)),
                XReadArgs.StreamOffset.from("runtime:job_results", "0-0"));
        long nanos = System.nanoTime() - begin;
        redis.del("runtime:job_results");
        remove("galaxy-game-" + game);
        return nanos;
    }

    private void remove(String container) {
        docker.client().removeContainerCmd(container).withForce(true).exec();
    }

    private static void tell(String what, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        LOG.info(
                what,
                Pair.of("count", sorted.size()),
                Pair.of("p50_ms", at(sorted, 0.5)),
                Pair.of("p90_ms", at(sorted, 0.9)),
                Pair.of("max_ms", at(sorted, 1)));
    }

    private static String at(List<Long> sorted, double share) {
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return String.format("%.1f", sorted.get(Math.max(0, index)) / 1e6);
    }
}

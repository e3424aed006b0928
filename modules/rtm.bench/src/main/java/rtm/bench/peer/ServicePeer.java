package rtm.bench.peer;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;

/** The service itself: single engines over HTTP, many at once by jobs, as Lobby would. */
public final class ServicePeer implements Peer {

    private static final String RUNTIMES = "/api/v1/internal/runtimes/";
    private static final String JOBS = "runtime:start_jobs";
    private static final String RESULTS = "runtime:job_results";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int OK = 200;

    private final ServiceProcess service;
    private final RedisCommands<String, String> redis = RedisServer.shared().commands();

    /** The service of a scene on the shared Redis. */
    public ServicePeer(ServiceProcess service) {
        this.service = service;
    }

    @Override
    public void start(String name) throws InterruptedException {
        check(
                service.post(
                        RUNTIMES + name + "/start",
                        "{\"image_ref\":\"%s\"}".formatted(Engine.IMAGE)));
    }

    @Override
    public void stop(String name) throws InterruptedException {
        check(service.post(RUNTIMES + name + "/stop", "{\"reason\":\"finished\"}"));
    }

    private static void check(HttpResponse<String> answer) {
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(answer.body());
        }
    }

    @Override
    public void burst(List<String> names) {
        String last = lastResult();
        for (String name : names) {
            redis.xadd(
                    JOBS,
                    Map.of("game_id", name, "image_ref", Engine.IMAGE, "requested_at_ms", "1"));
        }
        for (int answered = 0; answered < names.size(); ) {
            List<StreamMessage<String, String>> results = resultsAfter(last);
            for (StreamMessage<String, String> result : results) {
                if (!"success".equals(result.getBody().get("outcome"))) {
                    throw new IllegalStateException(result.getBody().toString());
                }
                last = result.getId();
                answered++;
            }
        }
    }

    private String lastResult() {
        return redis.xrevrange(RESULTS, Range.unbounded(), Limit.from(1)).stream()
                .findFirst()
                .map(StreamMessage::getId)
                .orElse("0-0");
    }

    @SuppressWarnings("unchecked") // the client takes its streams as generic varargs
    private List<StreamMessage<String, String>> resultsAfter(String last) {
        var results =
                redis.xread(
                        XReadArgs.Builder.block(PATIENCE),
                        XReadArgs.StreamOffset.from(RESULTS, last));
        if (results.isEmpty()) {
            throw new IllegalStateException("no result of a job in " + PATIENCE);
        }
        return results;
    }

    @Override
    public void remove(List<String> names) throws Exception {
        AtOnce.run(
                names,
                name -> {
                    stop(name);
                    check(service.delete(RUNTIMES + name + "/container"));
                });
    }

    @Override
    public void close() {}
}

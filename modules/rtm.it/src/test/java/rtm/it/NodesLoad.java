package rtm.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import rtm.testkit.server.ServiceProcess;

/** Jobs and calls for many games, drawn by chance. */
final class NodesLoad {

    private static final String RUNTIMES = "/api/v1/internal/runtimes/";
    private static final List<String> IMAGES =
            List.of("galaxy/test-patch:1.0.0", "galaxy/test-patch:1.0.1");

    /** So many games are played with at a time. */
    private static final int PLAYED = 18;

    private final SeveralNodes nodes;
    private final Random random;
    private final List<String> played = new ArrayList<>();
    private final Map<String, Integer> jobs = new HashMap<>();
    private final List<Thread> calls = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    NodesLoad(SeveralNodes nodes, Random random) {
        this.nodes = nodes;
        this.random = random;
    }

    /** The images that the games have. */
    static String[] images() {
        return IMAGES.toArray(String[]::new);
    }

    /** Two new games, two that are played no longer, and something for some of the others. */
    void more(List<ServiceProcess> services) {
        for (int i = 0; i < 2; i++) {
            String game = nodes.newGame();
            played.add(game);
            start(game);
        }
        while (played.size() > PLAYED) {
            stop(played.removeFirst());
        }
        for (int i = 0; i < 4; i++) {
            String game = played.get(random.nextInt(played.size()));
            ServiceProcess service = services.get(random.nextInt(services.size()));
            switch (random.nextInt(8)) {
                case 0 -> stop(game);
                case 1, 2 -> start(game);
                case 3 -> call(service, game + "/restart", "");
                case 4 -> call(service, game + "/patch", image());
                case 5 -> call(service, game + "/stop", "{\"reason\":\"cancelled\"}");
                case 6 -> call(service, game + "/start", image());
                default -> remove(service, game);
            }
        }
    }

    private static String image(String image) {
        return "{\"image_ref\":\"%s\"}".formatted(image);
    }

    private String image() {
        return image(IMAGES.get(random.nextInt(IMAGES.size())));
    }

    private void start(String game) {
        nodes.startJob(game, IMAGES.getFirst());
        jobs.merge(game, 1, Integer::sum);
    }

    private void stop(String game) {
        nodes.stopJob(game);
        jobs.merge(game, 1, Integer::sum);
    }

    private interface Call {
        int status() throws InterruptedException;
    }

    private void call(ServiceProcess service, String path, String body) {
        inBackground(() -> service.post(RUNTIMES + path, body).statusCode());
    }

    private void remove(ServiceProcess service, String game) {
        inBackground(() -> service.delete(RUNTIMES + game + "/container").statusCode());
    }

    /** Nobody promises an answer by a process that is killed. */
    private void inBackground(Call call) {
        calls.add(
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                (call.status() == 200 ? answered : unanswered).incrementAndGet();
                            } catch (InterruptedException | AssertionError killed) {
                                unanswered.incrementAndGet();
                            }
                        }));
    }

    /** Waits until no call is left. */
    void awaitCalls() throws InterruptedException {
        for (Thread call : calls) {
            call.join();
        }
    }

    /** How many jobs each game had. */
    Map<String, Integer> jobs() {
        return Map.copyOf(jobs);
    }

    @Override
    public String toString() {
        return "%d games, %d jobs, %d calls, of which %d had the answer 200"
                .formatted(
                        jobs.size(),
                        jobs.values().stream().mapToInt(Integer::intValue).sum(),
                        answered.get() + unanswered.get(),
                        answered.get());
    }
}

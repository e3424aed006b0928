package rtm.docker.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import rtm.docker.api.DockerMessages;

/** How far one pull is, from the lines that Docker writes. */
final class PullProgress {

    /** No image has more layers. */
    private static final int MOST_LAYERS = 256;

    private static final int LONGEST_STATUS = 100;
    private static final long MEGABYTE = 1_000_000;

    private final long startedAt = System.nanoTime();
    private final Map<String, Layer> layers = new HashMap<>();
    private volatile long lastAt = startedAt;
    private String status = "";

    private record Layer(long current, long total, boolean complete) {}

    /** A line arrived, readable or not. */
    void moved() {
        lastAt = System.nanoTime();
    }

    /** What a readable line says. */
    synchronized void step(JsonNode line) {
        status = shortened(DockerMessages.oneLine(line.path("status").asText("")));
        String id = line.path("id").asText("");
        if (id.isEmpty() || status.startsWith("Pulling from")) {
            return;
        }
        if (layers.containsKey(id) || layers.size() < MOST_LAYERS) {
            layers.merge(id, layer(line), PullProgress::later);
        }
    }

    private Layer layer(JsonNode line) {
        JsonNode detail = line.path("progressDetail");
        boolean downloading = status.equals("Downloading");
        return new Layer(
                downloading ? detail.path("current").asLong() : 0,
                downloading ? detail.path("total").asLong() : 0,
                status.equals("Pull complete") || status.equals("Already exists"));
    }

    private static Layer later(Layer before, Layer now) {
        return new Layer(
                Math.max(before.current(), now.current()),
                Math.max(before.total(), now.total()),
                before.complete() || now.complete());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_STATUS ? text : text.substring(0, LONGEST_STATUS);
    }

    /** The last step in words; empty if there was none yet. */
    synchronized String words() {
        if (layers.isEmpty()) {
            return status;
        }
        long complete = layers.values().stream().filter(Layer::complete).count();
        long current = layers.values().stream().mapToLong(Layer::current).sum();
        long total = layers.values().stream().mapToLong(Layer::total).sum();
        return "%s, %d of %d layers complete, %d of %d MB downloaded"
                .formatted(status, complete, layers.size(), current / MEGABYTE, total / MEGABYTE);
    }

    /** How long the pull has taken so far. */
    Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** How long no line has arrived. */
    Duration still() {
        return Duration.ofNanos(System.nanoTime() - lastAt);
    }
}

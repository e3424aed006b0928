package rtm.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** One container of a {@link ContainerTable}. */
final class TableContainer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEVER = "0001-01-01T00:00:00Z";

    final String id;
    String name;
    final String image;
    final Map<String, String> labels;
    String state = "created";
    int exitCode;
    String startedAt = NEVER;
    String finishedAt = NEVER;

    TableContainer(String id, String name, String image, Map<String, String> labels) {
        this.id = id;
        this.name = name;
        this.image = image;
        this.labels = Map.copyOf(labels);
    }

    boolean runs() {
        return state.equals("running");
    }

    boolean isOfGameOf(TableContainer other) {
        String game = "com.galaxy.game_id";
        return labels.containsKey(game) && labels.get(game).equals(other.labels.get(game));
    }

    void start() {
        state = "running";
        startedAt = Instant.now().toString();
    }

    void exit(int code) {
        state = "exited";
        exitCode = code;
        finishedAt = Instant.now().toString();
    }

    /** As an element of a list. */
    JsonNode listed() {
        ObjectNode node = JSON.createObjectNode().put("Id", id).put("Image", image);
        node.putArray("Names").add("/" + name);
        node.put("State", state).set("Labels", JSON.valueToTree(labels));
        return node;
    }

    /** As its inspection shows it. */
    JsonNode inspected() {
        ObjectNode node = JSON.createObjectNode().put("Id", id).put("Name", "/" + name);
        node.put("RestartCount", 0)
                .putObject("Config")
                .put("Image", image)
                .set("Labels", JSON.valueToTree(labels));
        node.putObject("State")
                .put("Status", state)
                .put("ExitCode", exitCode)
                .put("OOMKilled", false)
                .put("Error", "")
                .put("StartedAt", startedAt)
                .put("FinishedAt", finishedAt);
        node.putArray("Mounts");
        node.putObject("NetworkSettings")
                .putObject("Networks")
                .putObject("galaxy-net")
                .put("IPAddress", runs() ? "127.0.0.1" : "");
        return node;
    }
}

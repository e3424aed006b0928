package rtm.testkit.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The description of the streams: validates entries against it, and remembers which messages it
 * saw. An entry is a list of texts: whole numbers are digits, objects are JSON.
 */
public final class AsyncApiContract {

    private static final JsonMapper JSON = new JsonMapper();

    private final ContractDocument document = ContractDocument.read("asyncapi.yaml");
    private final NavigableSet<String> seen = new ConcurrentSkipListSet<>();

    /** Reads the document. */
    public AsyncApiContract() {}

    /** The underlying document. */
    public ContractDocument document() {
        return document;
    }

    /** The problems of an entry as the message of that name; empty if it is valid. */
    public List<String> problems(String message, Map<String, String> fields) {
        JsonNode payload = messages().path(message).path("payload");
        if (payload.isMissingNode()) {
            return List.of("there is no message " + message);
        }
        List<String> problems;
        try {
            problems = document.problems(payload, value(document.resolve(payload), fields));
        } catch (JsonProcessingException broken) {
            problems = List.of("no JSON: " + broken.getOriginalMessage());
        }
        if (problems.isEmpty()) {
            seen.add(message);
        }
        return problems;
    }

    /** The names of all messages. */
    public NavigableSet<String> messageNames() {
        NavigableSet<String> names = new TreeSet<>();
        messages().fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The messages without a seen entry. */
    public NavigableSet<String> unseenMessages() {
        NavigableSet<String> names = messageNames();
        names.removeAll(seen);
        return names;
    }

    private JsonNode messages() {
        return document.root().path("components").path("messages");
    }

    private ObjectNode value(JsonNode schema, Map<String, String> fields)
            throws JsonProcessingException {
        ObjectNode value = JSON.createObjectNode();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            JsonNode described = document.resolve(schema.path("properties").path(field.getKey()));
            value.set(field.getKey(), value(described.path("type").asText(), field.getValue()));
        }
        return value;
    }

    private static JsonNode value(String type, String text) throws JsonProcessingException {
        return switch (type) {
            case "integer" ->
                    text.matches("-?\\d{1,18}")
                            ? LongNode.valueOf(Long.parseLong(text))
                            : TextNode.valueOf(text);
            case "object" -> JSON.readTree(text);
            default -> TextNode.valueOf(text);
        };
    }
}

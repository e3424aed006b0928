package rtm.testkit.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The description of the HTTP interface: validates exchanges against it, and remembers which
 * answers of which operations it saw.
 */
public final class OpenApiContract {

    private static final Set<String> METHODS = Set.of("get", "post", "delete", "put", "patch");

    /** The statuses of requests that match no operation or are not admitted. */
    private static final Map<Integer, String> BESIDE_OPERATIONS =
            Map.of(
                    400, "BadRequest",
                    401, "Unauthorized",
                    403, "Forbidden",
                    404, "NotFound",
                    405, "MethodNotAllowed",
                    503, "Unavailable");

    /** The property in which a response lists the codes of its errors. */
    private static final String CODES = "x-error-codes";

    private static final JsonMapper JSON = new JsonMapper();

    private final ContractDocument document =
            ContractDocument.read("openapi.yaml", "openapi-rules.yaml");
    private final NavigableSet<String> seen = new ConcurrentSkipListSet<>();
    private final NavigableSet<String> seenCodes = new ConcurrentSkipListSet<>();

    /** Reads the document. */
    public OpenApiContract() {}

    /** The underlying document. */
    public ContractDocument document() {
        return document;
    }

    /** The problems of an exchange; empty if it is as described. */
    public List<String> problems(HttpExchanged exchanged) {
        boolean head = exchanged.method().equals("HEAD");
        String method = head ? "get" : exchanged.method().toLowerCase(Locale.ROOT);
        Optional<String> path = template(exchanged.target());
        JsonNode operation = path.map(this::path).orElse(JSON.nullNode()).path(method);
        JsonNode response = response(operation, exchanged.status());
        if (response.isMissingNode()) {
            return List.of("is not described: " + exchanged);
        }
        List<String> problems = new ArrayList<>(headers(response, exchanged));
        if (!head) {
            problems.addAll(body(response, exchanged));
            problems.addAll(errorCode(response, exchanged));
        }
        if (exchanged.status() < 300) {
            problems.addAll(requestBody(operation, exchanged));
        }
        if (problems.isEmpty()) {
            seen.add(name(operation, method, path, exchanged.status()));
        }
        return problems.stream().map(problem -> problem + " in " + exchanged).toList();
    }

    private static String name(
            JsonNode operation, String method, Optional<String> path, int status) {
        return operation.isMissingNode()
                ? "(no operation) " + status
                : "%s %s %d".formatted(method.toUpperCase(Locale.ROOT), path.orElseThrow(), status);
    }

    /** Every described answer, as method, path and status. */
    public NavigableSet<String> answers() {
        NavigableSet<String> answers = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.root().path("paths").properties()) {
            for (Map.Entry<String, JsonNode> each : path.getValue().properties()) {
                if (METHODS.contains(each.getKey())) {
                    String operation = each.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                    each.getValue()
                            .path("responses")
                            .fieldNames()
                            .forEachRemaining(status -> answers.add(operation + " " + status));
                }
            }
        }
        return answers;
    }

    /** The answers that were seen. */
    public NavigableSet<String> seen() {
        return new TreeSet<>(seen);
    }

    /** The described answers that were not seen. */
    public NavigableSet<String> unseen() {
        NavigableSet<String> answers = answers();
        answers.removeAll(seen);
        return answers;
    }

    /** The described error codes that were not seen. */
    public NavigableSet<String> unseenCodes() {
        NavigableSet<String> codes = new TreeSet<>();
        for (JsonNode response : document.root().path("components").path("responses")) {
            response.path(CODES).forEach(code -> codes.add(code.asText()));
        }
        codes.removeAll(seenCodes);
        return codes;
    }

    private JsonNode path(String template) {
        return document.root().path("paths").path(template);
    }

    private Optional<String> template(String target) {
        List<String> segments = List.of(target.split("\\?", 2)[0].split("/", -1));
        List<String> templates = new ArrayList<>();
        document.root().path("paths").fieldNames().forEachRemaining(templates::add);
        return templates.stream()
                .filter(each -> fits(List.of(each.split("/", -1)), segments))
                .findFirst();
    }

    private static boolean fits(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            boolean any = template.get(i).startsWith("{") && !segments.get(i).isEmpty();
            if (!any && !template.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private JsonNode response(JsonNode operation, int status) {
        if (!operation.isMissingNode()) {
            return document.resolve(operation.path("responses").path(Integer.toString(status)));
        }
        String name = BESIDE_OPERATIONS.getOrDefault(status, "none");
        return document.root().path("components").path("responses").path(name);
    }

    private List<String> headers(JsonNode response, HttpExchanged exchanged) {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : response.path("headers").properties()) {
            String name = each.getKey();
            String value = exchanged.headers().get(name.toLowerCase(Locale.ROOT));
            JsonNode schema = document.resolve(each.getValue()).path("schema");
            if (value == null) {
                problems.add("the header " + name + " is missing");
            } else {
                document.problems(schema, scalar(schema, value))
                        .forEach(problem -> problems.add("header " + name + " " + problem));
            }
        }
        return problems;
    }

    private static JsonNode scalar(JsonNode schema, String text) {
        boolean number = schema.path("type").asText().equals("integer") && text.matches("\\d+");
        return number ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
    }

    private List<String> body(JsonNode response, HttpExchanged exchanged) {
        String type =
                exchanged.headers().getOrDefault("content-type", "none").split(";", 2)[0].strip();
        JsonNode content = response.path("content").path(type);
        return content.isMissingNode()
                ? List.of("the content type " + type + " is not described")
                : problems(content.path("schema"), type, exchanged.body());
    }

    /** An error must have one of the codes that its response lists. */
    private List<String> errorCode(JsonNode response, HttpExchanged exchanged) {
        if (exchanged.status() < 400) {
            return List.of();
        }
        String code = code(exchanged.body());
        for (JsonNode listed : response.path(CODES)) {
            if (listed.asText().equals(code)) {
                seenCodes.add(code);
                return List.of();
            }
        }
        return List.of("the code " + code + " is not one of " + response.path(CODES));
    }

    private static String code(String body) {
        try {
            return JSON.readTree(body).path("error").path("code").asText();
        } catch (JsonProcessingException broken) {
            return "none";
        }
    }

    private List<String> requestBody(JsonNode operation, HttpExchanged exchanged) {
        JsonNode content = document.resolve(operation.path("requestBody")).path("content");
        return content.isMissingNode()
                ? List.of()
                : problems(
                        content.path("application/json").path("schema"),
                        "application/json",
                        exchanged.requestBody());
    }

    private List<String> problems(JsonNode schema, String type, String body) {
        try {
            return document.problems(
                    schema,
                    type.equals("application/json") ? JSON.readTree(body) : TextNode.valueOf(body));
        } catch (JsonProcessingException broken) {
            return List.of("no JSON: " + broken.getOriginalMessage());
        }
    }
}

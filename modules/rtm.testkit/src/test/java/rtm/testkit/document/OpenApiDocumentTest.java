package rtm.testkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Clients can be generated from the description of the HTTP interface: it avoids everything that
 * makes the generators for Java, Python, Go or TypeScript produce code that does not compile or
 * cannot read an answer. Decision 12 lists the findings for each.
 */
class OpenApiDocumentTest {

    private static final Set<String> COMPOSED =
            Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "const");

    /** The types that every generated client reads as JSON or returns as text. */
    private static final Set<String> READABLE = Set.of("application/json", "text/plain");

    /** No generated client reads them, and the document says so. */
    private static final Set<String> STREAMS =
            Set.of("get /api/v1/internal/events 200", "post /api/v1/internal/images/pull 200");

    private final ContractDocument document = ContractDocument.read("openapi.yaml");

    @Test
    void noSchemaIsComposedOrConditional() {
        assertThat(placesWhere(node -> names(node).anyMatch(COMPOSED::contains))).isEmpty();
    }

    @Test
    void aTimeHasNoPattern() {
        assertThat(placesWhere(node -> isTime(node) && node.has("pattern"))).isEmpty();
    }

    @Test
    void anEnumerationSaysItsType() {
        assertThat(placesWhere(node -> node.path("enum").isArray() && !node.has("type"))).isEmpty();
    }

    @Test
    void anIntegerSaysItsSize() {
        assertThat(placesWhere(node -> is(node, "integer") && !node.has("format"))).isEmpty();
    }

    @Test
    void anObjectSaysWhatElseItMayHold() {
        assertThat(placesWhere(node -> is(node, "object") && !node.has("additionalProperties")))
                .isEmpty();
    }

    /**
     * An object inside another schema makes that schema a map in Java, whose fields are never
     * filled.
     */
    @Test
    void everyObjectIsANamedSchema() {
        assertThat(placesWhere(node -> is(node, "object")))
                .isNotEmpty()
                .allMatch(where -> where.matches("/components/schemas/\\w+"));
    }

    @Test
    void everyErrorIsThePlainErrorAndListsItsCodes() {
        List<String> others = new ArrayList<>();
        eachResponse((where, response) -> {
            JsonNode schema = response.at("/content/application~1json/schema/$ref");
            boolean plain = schema.asText().equals("#/components/schemas/Error");
            if (!where.endsWith(" 200") && !(plain && response.path("x-error-codes").size() > 0)) {
                others.add(where);
            }
        });
        assertThat(others).isEmpty();
    }

    @Test
    void everyAnswerIsJsonOrPlainText() {
        List<String> others = new ArrayList<>();
        eachResponse((where, response) -> {
            List<String> types = names(response.path("content")).toList();
            if (STREAMS.contains(where)) {
                return;
            }
            if (types.size() != 1 || !READABLE.containsAll(types)) {
                others.add(where);
            }
        });
        assertThat(others).isEmpty();
    }

    @Test
    void everyOperationHasAnIdOfItsOwn() {
        List<String> ids = new ArrayList<>();
        eachOperation((where, operation) -> ids.add(operation.path("operationId").asText(where)));
        assertThat(ids)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-zA-Z]+"));
    }

    private static boolean isTime(JsonNode node) {
        return node.path("format").asText().equals("date-time");
    }

    /** Whether a schema is of that type, nullable or not. */
    private static boolean is(JsonNode node, String type) {
        JsonNode types = node.path("type");
        return types.asText().equals(type)
                || types.valueStream().anyMatch(each -> each.asText().equals(type));
    }

    /** Examples are values, not schemas; the rest of the document has none of these names. */
    private List<String> placesWhere(Predicate<JsonNode> wanted) {
        List<String> places = new ArrayList<>();
        walk("", document.root(), wanted, places);
        return places;
    }

    private static void walk(
            String where, JsonNode node, Predicate<JsonNode> wanted, List<String> places) {
        if (node.isObject() && wanted.test(node)) {
            places.add(where);
        }
        node.propertyStream()
                .filter(each -> !each.getKey().equals("examples"))
                .forEach(
                        each -> walk(where + "/" + each.getKey(), each.getValue(), wanted, places));
        if (node.isArray()) {
            node.forEach(each -> walk(where + "/-", each, wanted, places));
        }
    }

    private void eachOperation(BiConsumer<String, JsonNode> taker) {
        document.root()
                .path("paths")
                .propertyStream()
                .forEach(path ->
                        path.getValue()
                                .propertyStream()
                                .filter(each -> each.getValue().has("responses"))
                                .forEach(each ->
                                        taker.accept(
                                                each.getKey() + " " + path.getKey(),
                                                each.getValue())));
    }

    private void eachResponse(BiConsumer<String, JsonNode> taker) {
        eachOperation((where, operation) ->
                operation
                        .path("responses")
                        .propertyStream()
                        .forEach(each ->
                                taker.accept(
                                        where + " " + each.getKey(),
                                        document.resolve(each.getValue()))));
    }

    private static Stream<String> names(JsonNode node) {
        return node.propertyStream().map(Map.Entry::getKey);
    }
}

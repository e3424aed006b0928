package rtm.testkit.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * A document of the contract, OpenAPI or AsyncAPI: validates values against its schemas, and
 * remembers which of its named schemas were used. Safe for use by many threads.
 */
public final class ContractDocument {

    private static final String NAMED = "#/components/schemas/";
    private static final JsonMapper JSON = new JsonMapper();

    /** The place of named schemas is not a keyword of a schema, but no mistake either. */
    private static final Dialect DIALECT =
            Dialect.builder(Dialects.getDraft202012())
                    .keyword(new NonValidationKeyword("components"))
                    .build();

    private final JsonNode root;
    private final SchemaRegistry registry =
            SchemaRegistry.withDialect(
                    DIALECT,
                    builder ->
                            builder.schemaRegistryConfig(
                                    SchemaRegistryConfig.builder()
                                            .formatAssertionsEnabled(true)
                                            .build()));
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();
    private final NavigableSet<String> seen = new ConcurrentSkipListSet<>();

    private ContractDocument(JsonNode root) {
        this.root = root;
    }

    /** Reads a document of the project's api folder, from the folder of any module. */
    public static ContractDocument read(String name) {
        return new ContractDocument(inApi(name));
    }

    /**
     * Reads a document, and additional rules from a resource of this class. A rule is a schema
     * under the name of the schema that it completes.
     */
    static ContractDocument read(String name, String rules) {
        JsonNode root = inApi(name);
        for (Map.Entry<String, JsonNode> rule : besideThis(rules).properties()) {
            String completed = "/components/schemas/" + rule.getKey();
            ((ObjectNode) root.requiredAt(completed)).withArray("allOf").add(rule.getValue());
        }
        return new ContractDocument(root);
    }

    private static JsonNode inApi(String name) {
        try (InputStream document = Files.newInputStream(Path.of("..", "..", "api", name))) {
            return new YAMLMapper().readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode besideThis(String name) {
        try (InputStream resource = ContractDocument.class.getResourceAsStream(name)) {
            return new YAMLMapper().readTree(Objects.requireNonNull(resource, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole document. */
    public JsonNode root() {
        return root;
    }

    /**
     * The target of a reference inside the document, or the node itself if it is not a reference.
     */
    public JsonNode resolve(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isTextual() ? resolve(root.at(reference.textValue().substring(1))) : node;
    }

    /** The schema of that name. */
    public JsonNode named(String name) {
        return root.path("components").path("schemas").path(name);
    }

    /** The problems of a value; empty if it fits the schema. */
    public List<String> problems(JsonNode schema, JsonNode value) {
        List<String> problems =
                compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
                        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                        .toList();
        if (problems.isEmpty()) {
            markSeen(schema, value);
        }
        return problems;
    }

    /** The problems of the document's own schemas. */
    public List<String> problemsOfSchemas() {
        Schema rules =
                registry.getSchema(
                        SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : named().properties()) {
            rules.validate(each.getValue())
                    .forEach(error -> problems.add(each.getKey() + ": " + error));
        }
        return problems;
    }

    /** The names of all schemas. */
    public NavigableSet<String> schemas() {
        NavigableSet<String> names = new TreeSet<>();
        named().fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The named schemas that were not used yet. */
    public NavigableSet<String> unseenSchemas() {
        NavigableSet<String> names = schemas();
        names.removeAll(seen);
        return names;
    }

    private JsonNode named() {
        return root.path("components").path("schemas");
    }

    /** References in a schema start at the document's root, so the schema needs all components. */
    private Schema compile(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("allOf", JSON.createArrayNode().add(schema));
        whole.set("components", root.path("components"));
        return registry.getSchema(whole);
    }

    private boolean fits(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, this::compile).validate(value).isEmpty();
    }

    /** Marks the parts of a schema that a valid value uses. */
    private void markSeen(@Nullable JsonNode schema, @Nullable JsonNode value) {
        if (schema == null || value == null) {
            return;
        }
        String reference = schema.path("$ref").asText("");
        if (reference.startsWith(NAMED)) {
            seen.add(reference.substring(NAMED.length()));
            markSeen(resolve(schema), value);
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            markSeen(property.getValue(), value.get(property.getKey()));
        }
        for (Iterator<JsonNode> items = value.elements(); value.isArray() && items.hasNext(); ) {
            markSeen(schema.get("items"), items.next());
        }
        schema.path("allOf").forEach(part -> markSeen(part, value));
        schema.path("oneOf").forEach(part -> markSeenIfFits(part, value));
        schema.path("anyOf").forEach(part -> markSeenIfFits(part, value));
        if (schema.has("if")) {
            markSeen(schema.get(fits(schema.get("if"), value) ? "then" : "else"), value);
        }
    }

    private void markSeenIfFits(JsonNode schema, JsonNode value) {
        if (fits(schema, value)) {
            markSeen(schema, value);
        }
    }
}

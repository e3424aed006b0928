package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** With {@code --json}, standard output has JSON alone, whatever happens. */
class JsonOutputTest {

    /** What they print has a form of its own. */
    private static final Set<String> NOT_JSON = Set.of("manual", "completion", "version");

    /** They ask for one of their own commands, and do nothing themselves. */
    private static final Set<String> GROUPS = Set.of("node", "game");

    private static final String OVERVIEW = "GET /api/v1/internal/overview?limit=1000&status=";

    @TempDir Path folder;
    private AnsweringService service;

    @BeforeEach
    void open() throws IOException {
        service = new AnsweringService();
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void everyCommandPrintsARefusalAsAnError() throws IOException {
        List<List<String>> lines = lines(service.program());
        assertThat(lines).hasSizeGreaterThan(15);
        for (List<String> line : lines) {
            List<String> words = new ArrayList<>(line);
            words.add("--json");

            int code = service.types(words.toArray(String[]::new));

            assertThat(values()).as(words.toString()).isPositive();
            if (code != 0) {
                assertThat(service.lines().getLast())
                        .as(words.toString())
                        .startsWith("{\"error\":{\"code\":\"not_found\",\"message\":\"");
            }
        }
    }

    @Test
    void aServiceThatIsAwayAndWrongUsageAreErrorsToo() throws IOException {
        assertThat(service.types("ps", "--json", "--url", "http://localhost:1")).isEqualTo(3);
        assertThat(service.lines().getLast()).startsWith("{\"error\":{\"code\":\"unreachable\",");
        assertThat(service.types("ps", "--json", "--stopped", "--removed")).isEqualTo(2);
        assertThat(service.lines().getLast())
                .isEqualTo(
                        "{\"error\":{\"code\":\"usage\",\"message\":\"--stopped and --removed exclude each other\"}}");
        for (String wrong : new String[] {"shwo --json", "ps --bogus --json", "start --json"}) {
            assertThat(service.types(wrong.split(" "))).as(wrong).isEqualTo(2);
            assertThat(service.lines().getLast())
                    .as(wrong)
                    .startsWith("{\"error\":{\"code\":\"usage\",");
        }
        assertThat(service.types("version", "--json")).isEqualTo(2);
        assertThat(service.lines().getLast()).contains("version has no --json");
        assertThat(service.errors()).isEmpty();
    }

    @Test
    void aDryRunIsAListEvenAnEmptyOne() throws IOException {
        service.answers(OVERVIEW + "stopped", "{\"items\":[],\"next\":null}");
        assertThat(service.types("restart", "--ended-by-docker", "--dry-run", "--json")).isZero();
        assertThat(service.lines()).containsExactly("{\"items\":[]}");

        service.answers(
                "GET /api/v1/internal/images",
                "{\"items\":[{\"image_ref\":\"galaxy/a\\u001b:1\",\"kept\":null},{\"image_ref\":\"galaxy/b:1\",\"kept\":\"used\"}]}");
        assertThat(service.types("images", "prune", "--dry-run", "--json")).isZero();
        assertThat(service.lines()).hasSize(1);
        assertThat(service.lines().getFirst()).startsWith("{\"items\":[{\"image_ref\":\"galaxy/a");
        assertThat(values()).isEqualTo(1);
        assertThat(service.errors()).isEmpty();
    }

    @Test
    void nothingToDoIsAnEmptyList() throws IOException {
        service.answers(OVERVIEW + "stopped", "{\"items\":[],\"next\":null}");
        service.answers(
                "GET /api/v1/internal/images",
                "{\"items\":[{\"image_ref\":\"galaxy/b:1\",\"kept\":\"used\"}]}");
        for (String line : new String[] {"restart --ended-by-docker", "images prune"}) {
            assertThat(service.types((line + " --json").split(" "))).as(line).isZero();
            assertThat(service.lines()).as(line).containsExactly("{\"items\":[]}");
            assertThat(service.errors()).as(line).isEmpty();
        }
    }

    @Test
    void aPullThatFailsHasTheServicesCode() {
        service.answers(
                "POST /api/v1/internal/images/pull",
                "event: failed\ndata: {\"code\":\"image_pull_failed\",\"message\":\"no such image\"}\n\n");

        assertThat(service.types("images", "pull", "galaxy/b:1", "--json")).isEqualTo(1);
        assertThat(service.lines())
                .containsExactly(
                        "{\"error\":{\"code\":\"image_pull_failed\",\"message\":\"no such image\"}}");
    }

    @Test
    void settingsThatCannotBeReadAreNoWrongUsage() {
        Map<String, String> settings =
                Map.of(
                        "RTMANAGER_URL",
                        service.url(),
                        "RTMANAGER_INTERNAL_HTTP_TOKEN_FILE",
                        "/does/not/exist");

        assertThat(service.types(settings, "ps", "--json")).isEqualTo(2);
        assertThat(service.lines().getLast()).startsWith("{\"error\":{\"code\":\"settings\",");
    }

    /** Each command that is run by itself, with parameters that it takes. */
    private List<List<String>> lines(CommandSpec program) {
        return program.subcommands().values().stream()
                .map(command -> command.getCommandSpec())
                .filter(command -> !NOT_JSON.contains(command.name()))
                .flatMap(command ->
                        Stream.concat(
                                GROUPS.contains(command.name())
                                        ? Stream.<List<String>>empty()
                                        : Stream.of(words(command)),
                                command.subcommands().values().stream()
                                        .map(inner -> words(inner.getCommandSpec()))))
                .toList();
    }

    private List<String> words(CommandSpec command) {
        List<String> words = new ArrayList<>();
        if (command.parent().parent() != null) {
            words.add(command.parent().name());
        }
        words.add(command.name());
        command.positionalParameters().forEach(each -> words.add(sample(each.paramLabel())));
        if (command.name().equals("support")) {
            words.add("-o");
            words.add(folder.resolve("support.tar.gz").toString());
        }
        if (command.name().equals("retire")) {
            words.addAll(List.of("--fenced", "--yes-i-mean", "game-1"));
        }
        return words;
    }

    private static String sample(String label) {
        return label.contains("IMAGE") ? "galaxy/game:1.4.0" : "game-1";
    }

    /** How many values standard output has. */
    private int values() throws IOException {
        int count = 0;
        try (JsonParser parser =
                new JsonFactory().createParser(String.join("\n", service.lines()))) {
            while (parser.nextToken() != null) {
                assertThat(parser.currentToken()).isEqualTo(JsonToken.START_OBJECT);
                parser.skipChildren();
                count++;
            }
        }
        return count;
    }
}

package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.Ending;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.NodeId;
import rtm.domain.port.DaemonDescription;

class OverviewTest {

    private static final String OVERVIEW = "/api/v1/internal/overview";
    private static final String OPERATIONS = "/api/v1/internal/operations";

    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
        SampleEntries history = new SampleEntries(served.world.store);
        served.put(Records.running("g1"));
        served.put(Records.stopped("g2"));
        served.put(Records.removed("g3"));
        served.put(Records.running("g4"));
        history.failedJob("g1", 7);
        history.seen("g1", "{\"n\":3}");
        history.openStop("g4", 8);
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private String body(String target) throws IOException {
        Answered answer = served.get(target);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private String games(String target) throws IOException {
        return String.join(
                " ",
                Pattern.compile("\\{\"game_id\":\"(\\w+)\",\"status\":\"(?:r|s)")
                        .matcher(body(target))
                        .results()
                        .map(found -> found.group(1))
                        .toList());
    }

    @Test
    void aGameHasItsHealthAndItsLastOperationInTheirUsualForm() throws IOException {
        assertThat(body(OVERVIEW + "?limit=1"))
                .isEqualTo(
                        """
                        {"items":[{"game_id":"g1","status":"running",\
                        "current_container_id":"1f2a","current_image_ref":"galaxy/game:1.4.0",\
                        "started_at":"2026-04-28T07:18:54Z","stopped_at":null,"removed_at":null,\
                        "last_op_at":"2026-04-28T07:18:54Z",\
                        "health":{"game_id":"g1","container_id":"1f2a","status":"probe_failed",\
                        "source":"probe","details":{"n":3},\
                        "observed_at":"2026-04-28T08:00:00.500Z",\
                        "unwell":true,"words":"probe failed"},\
                        "last_operation":{"id":1,"game_id":"g1","op_kind":"start",\
                        "op_source":"lobby_stream","source_ref":"runtime:start_jobs/1-0",\
                        "operation_id":"00000000-0000-0000-0000-000000000007",\
                        "image_ref":"galaxy/game:1.4.0","previous_image_ref":null,\
                        "container_id":null,"reason":null,"outcome":"failure",\
                        "error_code":"image_pull_failed","error_message":"manifest unknown",\
                        "started_at":"2026-04-28T07:18:54Z",\
                        "finished_at":"2026-04-28T08:00:00.500Z"}}],"next":"g1"}\
                        """);
    }

    @Test
    void aGameIsReadAgainOnlyIfItHasChanged() throws IOException {
        String stopped = OVERVIEW + "?status=stopped";
        String first = body(stopped);
        long read = gamesRead();

        assertThat(body(stopped)).isEqualTo(first);
        assertThat(gamesRead()).isEqualTo(read);

        new SampleEntries(served.world.store).closedStop("g2", 10);
        assertThat(body(stopped))
                .contains("\"operation_id\":\"00000000-0000-0000-0000-00000000000a\"")
                .startsWith(first.substring(0, first.indexOf("}]")));
        assertThat(gamesRead()).isEqualTo(read + 1);
    }

    private long gamesRead() {
        return served.boundary.calls().stream().filter("games"::equals).count();
    }

    @Test
    void manyGamesComeInPartsThatAreWholeTogether() throws IOException {
        for (int i = 100; i < 700; i++) {
            served.put(Records.stopped("h" + i));
        }
        String whole = body(OVERVIEW + "?status=stopped");

        assertThat(whole).hasSizeGreaterThan(128 * 1024).endsWith("}],\"next\":null}");
        assertThat(games(OVERVIEW + "?status=stopped").split(" "))
                .hasSize(601)
                .doesNotHaveDuplicates();
        String last = body(OVERVIEW + "?status=stopped&after=h698");
        assertThat(whole).endsWith("," + last.substring(last.indexOf('[') + 1));
    }

    @Test
    void removedGamesAreShownOnlyIfAskedFor() throws IOException {
        assertThat(games(OVERVIEW)).isEqualTo("g1 g2 g4");
        assertThat(games(OVERVIEW + "?status=removed")).isEqualTo("g3");
    }

    @Test
    void gamesArePaged() throws IOException {
        assertThat(games(OVERVIEW + "?limit=2")).isEqualTo("g1 g2");
        assertThat(body(OVERVIEW + "?limit=2")).endsWith("\"next\":\"g2\"}");
        assertThat(games(OVERVIEW + "?limit=2&after=g2")).isEqualTo("g4");
        assertThat(body(OVERVIEW + "?limit=2&after=g2")).endsWith("\"next\":null}");
    }

    @ParameterizedTest
    @CsvSource({
        "health=probe_failed, g1",
        "health=healthy, ''",
        "image=galaxy/, g1 g2 g4",
        "image=other, ''",
        "status=running, g1 g4",
        "status=running&health=probe_failed&image=galaxy/game:1.4.0, g1",
    })
    void gamesAreFiltered(String query, String games) throws IOException {
        assertThat(games(OVERVIEW + "?" + query)).isEqualTo(games);
    }

    @Test
    void theListOfRecordsIsFilteredAndStaysWhole() throws IOException {
        assertThat(body(Served.RUNTIMES + "?health=probe_failed"))
                .startsWith("{\"items\":[{\"game_id\":\"g1\"")
                .endsWith("}]}");
        assertThat(games(Served.RUNTIMES + "?image=galaxy/")).isEqualTo("g1 g2 g3 g4");
        assertThat(games(Served.RUNTIMES + "?image=galaxy/&status=removed")).isEqualTo("g3");
    }

    @Test
    void aListOverSeveralPagesIsWhole() throws IOException {
        for (int i = 100; i < 700; i++) {
            served.put(Records.removed("h" + i));
        }

        assertThat(games(Served.RUNTIMES + "?image=galaxy/").split(" ")).hasSize(604);
    }

    @Test
    void onlyAPageOfRecordsHasANextOne() throws IOException {
        assertThat(body(Served.RUNTIMES)).endsWith("}]}");
        assertThat(games(Served.RUNTIMES + "?limit=3")).isEqualTo("g1 g2 g3");
        assertThat(body(Served.RUNTIMES + "?limit=3")).endsWith("}],\"next\":\"g3\"}");
        assertThat(body(Served.RUNTIMES + "?after=g3")).endsWith("}],\"next\":null}");
    }

    @Test
    void operationsOfAllGamesAreListedNewestFirst() throws IOException {
        assertThat(body(OPERATIONS))
                .startsWith("{\"items\":[{\"id\":2,\"game_id\":\"g4\",\"op_kind\":\"stop\"")
                .contains("},{\"id\":1,\"game_id\":\"g1\"")
                .endsWith("],\"next\":null}");
        assertThat(body(OPERATIONS + "?limit=1")).endsWith("}],\"next\":2}");
        assertThat(body(OPERATIONS + "?after=2")).startsWith("{\"items\":[{\"id\":1");
        assertThat(body(OPERATIONS + "?open=true")).contains("g4").doesNotContain("g1");
        assertThat(body(OPERATIONS + "?game_id=g1")).contains("g1").doesNotContain("g4");
    }

    @Test
    void anOperationThatWaitsForAPullSaysSo() throws IOException {
        served.put(Records.stopped("g5"));
        new SampleEntries(served.world.store).openStart("g5", 9, "galaxy/game:1.4.2");
        served.description.pulls.add(
                new DaemonDescription.Pulling(
                        new ImageReference("galaxy/game:1.4.2"),
                        Duration.ofSeconds(42),
                        Duration.ofSeconds(40),
                        "3 of 12 layers",
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10)));
        String words =
                "\"waits_for\":\"pull of galaxy/game:1.4.2 for 42s, last progress 40s ago: 3 of 12 layers\"";

        assertThat(body(OPERATIONS + "?open=true")).containsOnlyOnce(words);
        assertThat(body(OVERVIEW)).containsOnlyOnce(words);
    }

    @Test
    void aGameHasItsLatestEnding() throws IOException {
        served.world
                .store
                .endings()
                .save(
                        NodeId.FIRST,
                        new Ending(
                                new GameId("g2"),
                                Records.container("g2"),
                                Records.STARTED,
                                Records.STOPPED,
                                Optional.empty(),
                                OptionalInt.of(7),
                                false,
                                false,
                                false),
                        Optional.empty());

        assertThat(body(OVERVIEW))
                .containsOnlyOnce(
                        "\"last_ending\":{\"exit_code\":7,\"oom\":false,\"requested\":false,\"with_daemon\":false,"
                                + "\"ended_at\":\"2026-04-28T08:00:00.500Z\",\"crashes\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "overview?limit=1001, limit must be a whole number from 1 to 1000",
        "overview?after=_, after must be a game_id",
        "overview?health=fine, unknown health fine; valid are",
        "runtimes?limit=0, limit must be",
        "runtimes?after=, after must be",
        "operations?open=yes, open must be true or false",
        "operations?after=0, after must be a whole number from 1 on",
        "operations?after=99999999999999999999, after must be",
        "operations?game_id=_, game_id must be a game_id",
        "operations?limit=501, limit must be",
        "status?x=1, unknown query parameter x",
    })
    void whatIsNoSuchValueIsRefused(String target, String message) throws IOException {
        Answered answer = served.get("/api/v1/internal/" + target);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains(message);
    }
}

package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;

/** The time line of a game, and what its earlier engines wrote. */
class HistoryTest {

    private static final String ONE = Served.RUNTIMES + "/g1";
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([0-9-]+)\"");

    private Served served;
    private SampleEntries history;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
        history = new SampleEntries(served.world.store);
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private void ended(String container, long second, Optional<EndingOutput> output) {
        served.world
                .store
                .endings()
                .save(
                        NodeId.FIRST,
                        Records.ending("g1", container, Records.STOPPED.plusSeconds(second)),
                        output);
    }

    private static Optional<EndingOutput> kept(String text) {
        return Optional.of(new EndingOutput.Kept(text));
    }

    @Test
    void operationsAndEndingsAreOneTimeLineNewestFirst() throws IOException {
        history.closedStop("g1", 7);
        ended("0d0d", 1, kept("first\n\u001b[31mout of \"range\"\n\n"));
        ended("0e0e", 2, Optional.of(new EndingOutput.Missing("the container is gone")));

        Answered answer = served.get(ONE + "/history");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        """
                        {"items":[{"at":"2026-04-28T08:00:02.500Z","ending":{"id":2,"game_id":"g1",\
                        "container_id":"0e0e","image_ref":"galaxy/game:1.4.0","exit_code":7,\
                        "oom":false,"requested":false,"with_daemon":false,\
                        "started_at":"2026-04-28T07:18:54Z","ended_at":"2026-04-28T08:00:02.500Z",\
                        "last_line":null,"output_missing":"the container is gone"}},\
                        {"at":"2026-04-28T08:00:01.500Z","ending":{"id":1,"game_id":"g1",\
                        "container_id":"0d0d","image_ref":"galaxy/game:1.4.0","exit_code":7,\
                        "oom":false,"requested":false,"with_daemon":false,\
                        "started_at":"2026-04-28T07:18:54Z","ended_at":"2026-04-28T08:00:01.500Z",\
                        "last_line":"\\u001B[31mout of \\"range\\"","output_missing":null}},\
                        {"at":"2026-04-28T07:18:54Z","operation":{"id":1,"game_id":"g1",\
                        "op_kind":"stop","op_source":"gm_rest","source_ref":null,\
                        "operation_id":"00000000-0000-0000-0000-000000000007","image_ref":null,\
                        "previous_image_ref":null,"container_id":null,"reason":"cancelled",\
                        "outcome":"success","error_code":null,"error_message":null,\
                        "started_at":"2026-04-28T07:18:54Z",\
                        "finished_at":"2026-04-28T08:00:00.500Z"}}],"next":null}\
                        """);
    }

    @Test
    void thePagesTogetherAreTheWholeTimeLine() throws IOException {
        for (int n = 1; n <= 5; n++) {
            history.closedStop("g1", n);
            ended("0d0d" + n, n % 3, kept("line\n"));
        }
        List<String> whole = times(served.get(ONE + "/history").body());

        List<String> paged = new ArrayList<>();
        Optional<String> next = Optional.of("");
        for (int page = 0; next.isPresent() && page < 10; page++) {
            String query =
                    "?limit=3"
                            + next.filter(text -> !text.isEmpty())
                                    .map("&after="::concat)
                                    .orElse("");
            String body = served.get(ONE + "/history" + query).body();
            paged.addAll(times(body));
            Matcher found = NEXT.matcher(body);
            next = found.find() ? Optional.of(found.group(1)) : Optional.empty();
        }

        assertThat(whole).hasSize(10);
        assertThat(paged).isEqualTo(whole);
    }

    private static List<String> times(String body) {
        return Pattern.compile("\\{\"at\":[^{]*\\{\"id\":[0-9]+")
                .matcher(body)
                .results()
                .map(result -> result.group())
                .toList();
    }

    @Test
    void aPlaceThatIsNoneIsRefused() throws IOException {
        served.put(Records.running("g1"));
        for (String after : List.of("1", "-", "1-", "a-b", "1-2-3", "1-9999999999999999999")) {
            assertThat(served.get(ONE + "/history?after=" + after).status())
                    .as(after)
                    .isEqualTo(400);
        }
        assertThat(served.get(ONE + "/history?limit=201").status()).isEqualTo(400);
        assertThat(served.get(ONE + "/history").body()).isEqualTo("{\"items\":[],\"next\":null}");
        assertThat(served.get(Served.RUNTIMES + "/g2/history").status()).isEqualTo(404);
    }

    @Test
    void thePreviousLogIsThatOfTheEngineBeforeTheRunningOne() throws IOException {
        served.put(Records.running("g1"));
        ended("0d0d", 1, kept("older\n"));
        ended("0e0e", 2, kept("one\ntwo\nthree\n"));
        assertThat(served.get(ONE + "/logs?previous=true").body()).isEqualTo("one\ntwo\nthree\n");
        assertThat(served.get(ONE + "/logs?previous=true&tail=2").body()).isEqualTo("two\nthree\n");
        assertThat(served.get(ONE + "/logs?previous=maybe").status()).isEqualTo(400);
    }

    @Test
    void whileNothingRunsThePreviousLogIsThatOfTheEngineThatEndedLast() throws IOException {
        served.put(Records.stopped("g1"));
        ended("0d0d", 1, kept("older\n"));
        ended(Records.container("g1").value(), 2, kept("the last engine\n"));
        assertThat(served.get(ONE + "/logs?previous=true").body()).isEqualTo("the last engine\n");

        served.put(Records.removed("g1"));
        assertThat(served.get(ONE + "/logs?previous=true").body()).isEqualTo("the last engine\n");
    }

    @Test
    void whyThereIsNoPreviousLogIsSaid() throws IOException {
        served.put(Records.running("g1"));
        Answered none = served.get(ONE + "/logs?previous=true");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.body()).contains("no engine of game g1 has ended");

        ended("0d0d", 1, Optional.of(new EndingOutput.Missing("the container is gone")));
        assertThat(served.get(ONE + "/logs?previous=true").body())
                .contains("was not kept: the container is gone");
    }

    @Test
    void anEndThatNobodySawHasNoCode() throws IOException {
        served.world
                .store
                .endings()
                .save(
                        NodeId.FIRST,
                        new Ending(
                                new GameId("g1"),
                                Records.container("g1"),
                                Records.STARTED,
                                Records.STOPPED,
                                Optional.empty(),
                                OptionalInt.empty(),
                                false,
                                true,
                                true),
                        Optional.empty());
        assertThat(served.get(ONE + "/history").body())
                .contains("\"image_ref\":null,\"exit_code\":null")
                .contains("\"requested\":true,\"with_daemon\":true");
    }
}

package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.GameId;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;

class NodesTest {

    private static final String NODES = "/api/v1/internal/nodes";
    private static final String TWO = "{\"node\":\"vm-2\"}";

    private Served served;
    private final NodeId two = new NodeId(2);

    @BeforeEach
    void open() throws IOException {
        served = new Served();
        served.put(Records.running("g1"));
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private void addTwo() {
        served.world.store.name(NodeId.FIRST, "vm-1");
        assertThat(served.world.store.add("vm-2", "IJKL")).contains(two);
        served.world.store.put(SampleOperations.on(two, Records.running("g2")));
        served.world.store.put(SampleOperations.on(two, Records.stopped("g3")));
    }

    @Test
    void theOnlyNodeHasNoName() throws IOException {
        assertThat(served.get(NODES).body())
                .isEqualTo(
                        "{\"items\":[{\"number\":1,\"name\":null,\"url\":null,\"state\":\"open\","
                                + "\"held\":false,\"intake\":false,\"lost\":false,"
                                + "\"games_running\":1,\"games_recorded\":1,\"games_max\":null,"
                                + "\"memory_used_bytes\":0,\"memory_bytes\":null,"
                                + "\"trouble\":null,"
                                + "\"seen_at\":null,"
                                + "\"words\":\"without a process: nothing is changed there\"}]}");
    }

    @Test
    void eachNodeHasItsGamesAndWhatItOffers() throws IOException {
        addTwo();
        served.world.store.recordSeen(
                two,
                new NodeCapacity(new MemorySize(8L << 30), 40),
                Optional.of(URI.create("http://vm-2:8096")));
        served.world.store.places().held.add(two);

        assertThat(served.get(NODES).body())
                .contains(
                        "{\"number\":2,\"name\":\"vm-2\",\"url\":\"http://vm-2:8096\","
                                + "\"state\":\"open\",\"held\":true,\"intake\":false,\"lost\":false,"
                                + "\"games_running\":1,\"games_recorded\":2,\"games_max\":40,"
                                + "\"memory_used_bytes\":0,\"memory_bytes\":8589934592,\"trouble\":null,\"seen_at\":\"");
        assertThat(served.get(NODES).body()).endsWith("\"words\":null}]}");
    }

    @Test
    void theNodeOfOneGameIsFound() throws IOException {
        addTwo();
        assertThat(served.get(NODES + "?game_id=g3").body())
                .startsWith("{\"items\":[{\"number\":2,")
                .doesNotContain("\"number\":1");
        assertThat(served.get(NODES + "?game_id=unknown").body()).isEqualTo("{\"items\":[]}");
        assertThat(served.get(NODES + "?game_id=_").status()).isEqualTo(400);
    }

    @Test
    void aNodeIsClosedAndOpened() throws IOException {
        addTwo();
        assertThat(served.post(NODES + "/close", TWO).body())
                .isEqualTo("{\"number\":2,\"name\":\"vm-2\",\"url\":null,\"state\":\"closed\"}");
        assertThat(served.post(NODES + "/open", TWO).body()).contains("\"state\":\"open\"");
        assertThat(served.post(NODES + "/close", "{\"node\":\"vm-9\"}").message())
                .isEqualTo("no node has that name");
    }

    @Test
    void aNodeIsGivenUpOnlyWithTheWordThatItsMachineIsOff() throws IOException {
        addTwo();
        assertThat(served.post(NODES + "/retire", TWO).status()).isEqualTo(400);
        assertThat(served.post(NODES + "/retire?fenced=false", TWO).status()).isEqualTo(400);

        assertThat(served.post(NODES + "/retire?fenced=true", TWO).body())
                .isEqualTo(
                        "{\"number\":2,\"name\":\"vm-2\",\"url\":null,\"state\":\"retired\","
                                + "\"games\":1,\"operations\":0,\"more\":false}");
        assertThat(served.get(Served.RUNTIMES + "/g2").body()).contains("\"removed\"");
        assertThat(served.get(Served.RUNTIMES + "/g1").body()).contains("\"running\"");
    }

    @Test
    void aGameIsMovedAndItsAnswerIsItsRecord() throws IOException {
        addTwo();
        Answered moved = served.post(Served.RUNTIMES + "/g3/move", "{\"node\":\"vm-1\"}");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.body()).isEqualTo(served.get(Served.RUNTIMES + "/g3").body());
        assertThat(served.world.store.find(new GameId("g3")).orElseThrow().node())
                .isEqualTo(NodeId.FIRST);

        Answered runs = served.post(Served.RUNTIMES + "/g2/move", "{\"node\":\"vm-1\"}");
        assertThat(runs.status()).isEqualTo(409);
        assertThat(runs.message()).isEqualTo("game g2 runs on node vm-2; stop it first");
    }
}

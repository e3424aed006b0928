package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rtm.docker.DaemonInfo;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.main.settings.Environments;
import rtm.store.PostgresInspection;

class NodeFindingsTest {

    private static final long GIB = 1L << 30;

    private final DaemonInfo daemon =
            new DaemonInfo("EFGH", "28", true, "local", "/", Set.of(), false, 16 * GIB);

    private Optional<String> otherRoot = Optional.empty();

    private static Node node(int number, String name, String daemon, NodeState state) {
        return new Node(
                new NodeId(number),
                Optional.of(name).filter(text -> !text.isEmpty()),
                Optional.of(daemon),
                Optional.empty(),
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Node open(int number, String name, String daemon) {
        return node(number, name, daemon, NodeState.OPEN);
    }

    private List<String> lines(List<Node> nodes, String... settings) {
        PostgresInspection seen =
                new PostgresInspection(
                        "15",
                        "role",
                        "galaxy",
                        0,
                        Optional.empty(),
                        nodes,
                        List.of(),
                        Set.of(),
                        100,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO);
        return new NodeFindings(
                        Environments.loaded(Environments.with(settings)).settings(),
                        seen,
                        daemon,
                        _ -> otherRoot)
                .all().stream().map(finding -> finding.level() + " " + finding.found()).toList();
    }

    private List<String> among(Node... nodes) {
        return lines(
                List.of(nodes),
                "NODES",
                "many",
                "NODE_NAME",
                "vm-2",
                "NODE_URL",
                "http://10.0.0.2:8096");
    }

    @Test
    void aUrlWithThePortOfAnotherProcessIsAWarning() {
        String warning =
                "WARN RTMANAGER_NODE_URL leads to port 8096, and this process listens on port 8097";
        assertThat(listening(":8097", "http://10.0.0.2:8096")).contains(warning);
        assertThat(listening("10.0.0.2:8097", "http://vm-2:8096/")).contains(warning);
        for (String own : List.of("http://10.0.0.2:8097", "http://10.0.0.2")) {
            assertThat(listening(":8097", own)).noneMatch(line -> line.contains("port"));
        }
    }

    private List<String> listening(String address, String url) {
        return lines(
                List.of(),
                "NODES",
                "many",
                "NODE_NAME",
                "vm-2",
                "NODE_URL",
                url,
                "INTERNAL_HTTP_ADDR",
                address);
    }

    @Test
    void withOneNodeThereIsNothingToSay() {
        assertThat(lines(List.of())).isEmpty();
        assertThat(lines(List.of(open(1, "vm-1", "EFGH")))).isEmpty();
        assertThat(lines(List.of(open(1, "vm-1", "ABCD"), open(2, "vm-2", "EFGH"))))
                .singleElement()
                .asString()
                .startsWith(
                        "FAIL RTMANAGER_NODES is single, but the games are on nodes vm-1, vm-2");
    }

    @Test
    void aNodeIsKnownOrJoins() {
        assertThat(among(open(1, "vm-1", "ABCD"), open(2, "vm-2", "EFGH")))
                .containsExactly("OK this is node vm-2", "OK games may use 15360 of 16384 MiB");
        assertThat(among(open(1, "vm-1", "ABCD")))
                .contains("OK the next start adds or names node vm-2");
        assertThat(among(open(1, "", "EFGH")))
                .contains("OK this is node number 1, and the next start names it vm-2");
    }

    @Test
    void whatTheBootWouldRefuseFails() {
        assertThat(among(open(1, "", "ABCD")).getFirst())
                .startsWith("FAIL the process of node number 1 knows no other nodes");
        assertThat(among(open(1, "vm-1", "EFGH")).getFirst())
                .isEqualTo("FAIL the daemon is that of node vm-1, which is not named vm-2");
        assertThat(among(open(1, "vm-1", "ABCD"), open(2, "vm-2", "WXYZ")).getFirst())
                .isEqualTo("FAIL the daemon's ID is EFGH, but node vm-2 has daemon WXYZ");
        assertThat(among(open(1, "", "EFGH"), open(2, "vm-2", "WXYZ")).getFirst())
                .isEqualTo("FAIL the daemon's ID is EFGH, but another node is named vm-2");
        assertThat(among(node(2, "vm-2", "EFGH", NodeState.RETIRED)).getFirst())
                .startsWith("FAIL node vm-2 was given up");
        assertThat(
                        lines(
                                List.of(
                                        open(1, "vm-1", "ABCD"),
                                        node(2, "vm-2", "EFGH", NodeState.RETIRED))))
                .singleElement()
                .asString()
                .startsWith("FAIL node vm-2 was given up");
        assertThat(lines(List.of(open(1, "vm-1", "ABCD")), "NODES", "many", "NODE_NAME", "vm-2"))
                .first()
                .asString()
                .startsWith("FAIL there is another node (vm-1), so set RTMANAGER_NODE_URL");
        assertThat(
                        lines(
                                List.of(),
                                "NODES",
                                "many",
                                "NODE_NAME",
                                "vm-1",
                                "NODE_MEMORY_RESERVE",
                                "16g"))
                .contains(
                        "FAIL of 16384 MiB, RTMANAGER_NODE_MEMORY_RESERVE leaves nothing for games");
    }

    @Test
    void aCopyOfAMachineFails() {
        otherRoot = Optional.of("the state root is another one");
        assertThat(among(open(1, "", "EFGH")).getFirst())
                .isEqualTo(
                        "FAIL this machine has the Docker ID of node number 1, but the state root is another one");
        for (Node real : List.of(open(1, "vm-1", "EFGH"), open(2, "vm-2", "EFGH"))) {
            assertThat(among(real).getFirst())
                    .startsWith("FAIL this machine has the Docker ID of node vm-" + real.id());
        }
        assertThat(among(open(1, "vm-1", "ABCD")).getFirst())
                .isEqualTo("OK the next start adds or names node vm-2");
    }

    @Test
    void tooFewConnectionsForAllNodesAreAWarning() {
        Node[] nodes = new Node[9];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = open(i + 1, "vm-" + (i + 1), i == 1 ? "EFGH" : "ABC" + i);
        }
        assertThat(among(nodes))
                .contains(
                        "WARN 9 nodes may use 12 connections each, and PostgreSQL allows 100 to all");
    }
}

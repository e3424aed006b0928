package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NodeNamesTest {

    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final NodeNames names =
            new NodeNames(() -> {
                looks.incrementAndGet();
                return List.copyOf(nodes);
            });

    private void put(int number, Optional<String> name) {
        nodes.add(
                new Node(
                        new NodeId(number),
                        name,
                        Optional.empty(),
                        Optional.empty(),
                        NodeState.OPEN,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void namesAreReadOnceForAllNodes() {
        put(1, Optional.of("vm-1"));
        put(2, Optional.of("vm-2"));
        assertThat(names.of(new NodeId(2))).isEqualTo("vm-2");
        assertThat(names.of(new NodeId(1))).isEqualTo("vm-1");
        assertThat(names.of(new NodeId(2))).isEqualTo("vm-2");
        assertThat(looks).hasValue(1);
    }

    @Test
    void aNodeThatIsNotKnownHasItsNumberAndIsNotAskedForEachTime() {
        put(1, Optional.empty());
        assertThat(names.of(new NodeId(1))).isEqualTo("1");
        assertThat(names.of(new NodeId(7))).isEqualTo("7");
        assertThat(looks).hasValue(1);
    }

    @Test
    void whileTheyCannotBeReadTheNumberIsShown() {
        NodeNames away =
                new NodeNames(() -> {
                    throw new DependencyUnavailableException(
                            Dependency.POSTGRES, "no answer", null);
                });
        assertThat(away.of(new NodeId(2))).isEqualTo("2");
    }
}

package rtm.main.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.MemorySize;
import rtm.main.settings.type.VariableTypes;

/** The variables of a process that is on one of several nodes. */
final class NodeVariables {

    static final Variable<NodesMode> NODES =
            Variable.of(
                    "NODES",
                    VariableTypes.oneOf(NodesMode.class),
                    "single",
                    "Whether games run on this machine only, or on one of several that share"
                            + " PostgreSQL and Redis; the same on all of them.");
    static final Variable<Optional<String>> NAME =
            Variable.optional(
                    "NODE_NAME",
                    VariableTypes.nodeName(),
                    "The name of this node, which never changes; empty for the host name.");
    static final Variable<Optional<URI>> URL =
            Variable.optional(
                    "NODE_URL",
                    VariableTypes.baseUrl(),
                    "Where this process answers those of other nodes; needed as soon as there is"
                            + " another one.");
    static final Variable<Integer> GAMES_MAX =
            Variable.of(
                    "NODE_GAMES_MAX",
                    VariableTypes.number(0, 1_000_000),
                    "0",
                    "With how many running games no more are placed on this node; 0 for no limit.");
    static final Variable<MemorySize> MEMORY_RESERVE =
            Variable.of(
                    "NODE_MEMORY_RESERVE",
                    VariableTypes.memory(),
                    "1g",
                    "How much of this machine's memory is kept from games: as many are placed here"
                            + " as fit in the rest.");
    static final Variable<Duration> LOST_AFTER =
            Variable.of(
                    "NODE_LOST_AFTER",
                    VariableTypes.duration(Duration.ofSeconds(10), Duration.ofHours(24)),
                    "1m",
                    "After how long without a process at work a node counts as lost.");
    static final Variable<Duration> FORWARD_TIMEOUT =
            Variable.of(
                    "FORWARD_TIMEOUT",
                    VariableTypes.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                    "90s",
                    "How long the process of another node may take to answer a call that is passed"
                            + " on to it.");
    static final VariableGroup GROUP =
            new VariableGroup(
                    "Nodes",
                    List.of(
                            NODES,
                            NAME,
                            URL,
                            GAMES_MAX,
                            MEMORY_RESERVE,
                            LOST_AFTER,
                            FORWARD_TIMEOUT));

    private NodeVariables() {}

    /** Only one of several nodes has a name. */
    static Optional<String> name(SettingValues values) {
        return switch (values.of(NODES)) {
            case SINGLE -> Optional.empty();
            case MANY -> values.of(NAME).or(HostName::read);
        };
    }

    static NodeSettings settings(SettingValues values) {
        return new NodeSettings(
                values.of(NODES),
                name(values),
                values.of(URL),
                values.of(GAMES_MAX),
                values.of(MEMORY_RESERVE),
                values.of(LOST_AFTER),
                values.of(FORWARD_TIMEOUT));
    }
}

package rtm.main.settings;

import java.util.List;
import java.util.stream.Stream;

/**
 * The table of all variables, in the order in which they are shown and documented. {@code
 * scripts/write-documents} writes it into the document and the example of an environment file.
 */
final class Variables {

    static final List<VariableGroup> GROUPS =
            List.of(
                    ProcessVariables.GROUP,
                    HttpVariables.GROUP,
                    HttpVariables.LOBBY,
                    StoreVariables.GROUP,
                    StreamsVariables.REDIS,
                    StreamsVariables.STREAMS,
                    DockerVariables.GROUP,
                    EngineVariables.GROUP,
                    StateVariables.GROUP,
                    WorkerVariables.GROUP,
                    NodeVariables.GROUP,
                    TelemetryVariables.GROUP);

    private Variables() {}

    static Stream<Variable<?>> all() {
        return GROUPS.stream().flatMap(group -> group.variables().stream());
    }
}

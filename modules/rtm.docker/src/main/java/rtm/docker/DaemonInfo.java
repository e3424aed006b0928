package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.RawAnswer;

/**
 * What the daemon reports about itself.
 *
 * @param id its ID, which changes with the data root; empty if it reports none
 * @param version its version
 * @param liveRestore whether containers keep running while the daemon is stopped
 * @param logDriver the default log driver of containers
 * @param dataRoot its folder for images and containers, on its own host
 * @param logDrivers the log drivers that it has; empty if it lists none
 * @param userNamespaces whether root in a container is another user on the host
 * @param memory the memory of its host, in bytes; 0 if it does not say
 */
public record DaemonInfo(
        String id,
        String version,
        boolean liveRestore,
        String logDriver,
        String dataRoot,
        Set<String> logDrivers,
        boolean userNamespaces,
        long memory) {

    /** The daemon lists about a dozen. */
    private static final int MOST_LISTED = 1000;

    /** Asks the daemon and waits for the answer. */
    static DaemonInfo of(DockerConnection docker) {
        JsonNode info = RawAnswer.daemon(docker);
        return new DaemonInfo(
                info.path("ID").asText(""),
                info.path("ServerVersion").asText(""),
                info.path("LiveRestoreEnabled").asBoolean(),
                info.path("LoggingDriver").asText(""),
                info.path("DockerRootDir").asText(""),
                info.path("Plugins")
                        .path("Log")
                        .valueStream()
                        .limit(MOST_LISTED)
                        .map(JsonNode::asText)
                        .collect(Collectors.toUnmodifiableSet()),
                info.path("SecurityOptions")
                        .valueStream()
                        .limit(MOST_LISTED)
                        .anyMatch(option -> option.asText().contains("name=userns")),
                info.path("MemTotal").asLong());
    }
}

package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
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
 */
public record DaemonInfo(
        String id, String version, boolean liveRestore, String logDriver, String dataRoot) {

    /** Asks the daemon and waits for the answer. */
    static DaemonInfo of(DockerConnection docker) {
        JsonNode info = RawAnswer.daemon(docker);
        return new DaemonInfo(
                info.path("ID").asText(""),
                info.path("ServerVersion").asText(""),
                info.path("LiveRestoreEnabled").asBoolean(),
                info.path("LoggingDriver").asText(""),
                info.path("DockerRootDir").asText(""));
    }
}

package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.RawAnswer;

/**
 * What the Docker engine says of itself.
 *
 * @param id the ID by which it knows itself; it changes with the data root; empty if it tells none
 * @param version its version
 * @param liveRestore whether containers outlive the daemon
 * @param logDriver the log driver of containers that name none
 * @param dataRoot its folder for images and containers, on its own host
 */
public record DaemonInfo(
        String id, String version, boolean liveRestore, String logDriver, String dataRoot) {

    /** Asks. Blocks like any call. */
    static DaemonInfo of(DockerConnection docker) {
        JsonNode info = RawAnswer.engine(docker);
        return new DaemonInfo(
                info.path("ID").asText(""),
                info.path("ServerVersion").asText(""),
                info.path("LiveRestoreEnabled").asBoolean(),
                info.path("LoggingDriver").asText(""),
                info.path("DockerRootDir").asText(""));
    }
}

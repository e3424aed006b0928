package rtm.domain.port;

import java.time.Duration;
import java.util.List;
import rtm.domain.model.ImageReference;

/** What operators want to know of the daemon itself. */
public interface DaemonDescription {

    /**
     * Asks the daemon about itself.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it does not answer in time
     */
    Facts describe();

    /** The pulls that this process runs at this moment; asks nobody. */
    List<Pulling> pulling();

    /**
     * What the daemon says about itself.
     *
     * @param version its version
     * @param dataRoot its folder for images and containers, on its own host
     * @param local whether its host is this machine
     * @param memory the memory of its host, in bytes; 0 if it does not say
     */
    record Facts(String version, String dataRoot, boolean local, long memory) {}

    /**
     * A pull in progress.
     *
     * @param image what is pulled
     * @param lasted how long it has taken so far
     * @param still how long there was no progress
     * @param progress the last progress, in words; empty if there was none yet
     * @param longestStill how long there may be no progress before it is given up
     * @param longest how long it may take as a whole
     */
    record Pulling(
            ImageReference image,
            Duration lasted,
            Duration still,
            String progress,
            Duration longestStill,
            Duration longest) {}
}

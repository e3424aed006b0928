package rtm.domain.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;

/**
 * The Docker engine. Containers are changed by id only.
 *
 * <p>Every call has a deadline of its own. Past it, or when Docker cannot be reached, a call throws
 * {@link rtm.domain.model.DependencyUnavailableException}, and whether it took effect is not known;
 * so it does when Docker refuses for a reason that passes by itself, as when its own containerd is
 * away. Any other refusal is an {@link EngineRefusedException} with Docker's own words.
 *
 * <p>A start, a stop, a removal and a renaming are judged by an inspection, not by Docker's answer.
 * What an inspection shows is a success, even when Docker refused it. What Docker accepted and no
 * inspection shows in time is a {@link rtm.domain.model.DependencyUnavailableException}. A list may
 * show the state from before a change for a while after the change returned.
 */
public interface ContainerDaemon {

    /**
     * Every container that has to do with a game: all that carry this service's owner label and
     * that game's label, and whatever bears the game's container name or its previous container
     * name, whoever made it. A list lags: a state in it may be an earlier one, and only {@link
     * #inspect} tells the present one.
     */
    List<ObservedContainer> containersOf(GameId gameId);

    /**
     * Every container that carries this service's owner label, in any state; a list, so it lags as
     * {@link #containersOf} does.
     */
    List<ObservedContainer> owned();

    /**
     * All that Docker knows of a container; empty when it is gone. Of a wedged container Docker
     * tells nothing, and the deadline passes.
     */
    Optional<InspectedContainer> inspect(ContainerId container);

    /** The ID by which the engine knows itself; another one means another engine. */
    String engineId();

    /**
     * Makes sure that the engines' network is there.
     *
     * @throws rtm.domain.model.DependencyUnavailableException also if it is missing, or of another
     *     kind
     */
    void requireNetwork();

    /** The labels of an image on this host; empty when there is no such image here. */
    Optional<Map<String, String>> imageLabels(ImageReference image);

    /**
     * Pulls an image; callers that ask for the same image meanwhile share one pull. Returns when
     * the image is on this host.
     *
     * @throws EngineRefusedException if the registry refuses it, cannot be reached, stalls, or the
     *     pull takes too long: the words say which
     */
    void pull(ImageReference image);

    /**
     * Creates a container, not yet started. Its name is the game's, so that there is never a second
     * one.
     *
     * @throws EngineRefusedException if Docker refuses it, also since the name is taken
     */
    ContainerId create(EngineSpec spec);

    /**
     * Starts a container; returns when it runs, or has run and ended. One that runs already is no
     * error.
     *
     * @throws EngineRefusedException if it cannot be started, or is gone
     */
    void start(ContainerId container);

    /**
     * Stops a container with its image's own signal and, after the grace, by force; returns when it
     * has exited. One that is stopped already, or gone, is no error.
     */
    void stop(ContainerId container, Duration grace);

    /**
     * Removes a container and its anonymous volumes, by force, and returns when it is gone. One
     * that is gone already is no error.
     */
    void remove(ContainerId container);

    /**
     * What a container's program wrote last to both of its outputs, also after it has ended.
     *
     * @param lines how many lines, counted from the end
     * @param mostBytes how many bytes of them at most; what is too much is left out at the
     *     beginning, by whole lines
     * @return the text, in which what is no UTF-8 is replaced; empty if the container is gone
     * @throws EngineRefusedException if Docker has no output to give, as with some log drivers
     */
    Optional<String> logs(ContainerId container, int lines, int mostBytes);

    /**
     * Gives a container another name, and returns when it has it; one that bears it already is no
     * error. Its host name on the network goes on being the one it was created with.
     *
     * @throws EngineRefusedException if Docker refuses it, also since the name is taken or the
     *     container is gone
     */
    void rename(ContainerId container, String name);

    /**
     * Where the engine in a container answers; empty while it has no address on the engines'
     * network, as when it does not run or is gone.
     */
    Optional<EngineAddress> address(ContainerId container);

    /** Docker said no. */
    final class EngineRefusedException extends RuntimeException {

        @java.io.Serial private static final long serialVersionUID = 1L;

        /** Keeps Docker's own words. */
        public EngineRefusedException(
                String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }

        /** Docker's own words, never null. */
        public String text() {
            return String.valueOf(getMessage());
        }
    }
}

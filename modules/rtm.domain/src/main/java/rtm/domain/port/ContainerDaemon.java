package rtm.domain.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.EngineStart;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;

/**
 * The Docker daemon. Containers are changed by id only.
 *
 * <p>Every call has its own deadline. If it passes, or Docker cannot be reached, the call throws
 * {@link rtm.domain.model.DependencyUnavailableException}, and the call may or may not have taken
 * effect. The same exception is thrown if Docker refuses for a temporary reason, such as an
 * unavailable containerd. Any other refusal of a change, of a pull or of output is a {@link
 * DaemonRefusedException} with Docker's own message.
 *
 * <p>A question about containers cannot be wrong. So its refusal, or an answer that cannot be read,
 * is a {@link rtm.domain.model.DependencyUnavailableException} too: nothing is decided from it. It
 * may concern this one container only.
 *
 * <p>An inspection decides whether a start, a stop, a removal or a rename succeeded, not Docker's
 * answer. If the inspection shows the effect, the call succeeds, even if Docker refused it. If
 * Docker accepted the call and no inspection shows the effect in time, the call throws a {@link
 * rtm.domain.model.DependencyUnavailableException}, whose cause is a {@link NotMadeException}. For
 * a while after a change, a list may still show the earlier state.
 */
public interface ContainerDaemon {

    /**
     * Every container related to a game: those with this service's owner label and that game's
     * label, and those with the game's container name or previous container name, no matter who
     * created them. A list lags: its states may be earlier ones; only {@link #inspect} returns the
     * present state.
     */
    List<ObservedContainer> containersOf(GameId gameId);

    /**
     * Every container with this service's owner label, in any state. It is a list, so it lags like
     * {@link #containersOf}.
     */
    List<ObservedContainer> owned();

    /**
     * Everything that Docker knows about a container; empty if it does not exist. For a stuck
     * container Docker may not answer before the deadline.
     */
    Optional<InspectedContainer> inspect(ContainerId container);

    /**
     * The same about a container that is known to be that game's.
     *
     * @throws rtm.domain.model.DependencyUnavailableException also if the answer has the labels of
     *     another game, or not those of this service
     */
    default Optional<InspectedContainer> inspect(GameId gameId, ContainerId container) {
        Optional<InspectedContainer> found = inspect(container);
        found.ifPresent(there -> there.container().requireOf(gameId));
        return found;
    }

    /** The daemon's own ID; a different ID means a different daemon. */
    String daemonId();

    /**
     * Checks that the engines' network exists.
     *
     * @throws rtm.domain.model.DependencyUnavailableException also if it is missing or not a bridge
     *     network
     */
    void requireNetwork();

    /** The labels of an image on this host; empty if the image is not on this host. */
    Optional<Map<String, String>> imageLabels(ImageReference image);

    /**
     * Pulls an image and returns when it is on this host. Concurrent calls for the same image share
     * one pull.
     *
     * @throws DaemonRefusedException if the registry refuses it, cannot be reached or stalls, or
     *     the pull takes too long; the message says which
     */
    void pull(ImageReference image);

    /**
     * Creates a container without starting it. It has the game's name, so a second one cannot
     * exist.
     *
     * @throws NameTakenException if another container has the name
     * @throws DaemonRefusedException if Docker refuses it for another reason
     * @throws DependencyUnavailableException also if Docker says that the name is in use, and shows
     *     no container that has it
     */
    ContainerId create(EngineSpec spec);

    /**
     * Starts a container; returns when it runs, or has run and ended. A container that already runs
     * is no error.
     *
     * @throws DaemonRefusedException if it cannot be started or does not exist
     */
    EngineStart start(ContainerId container);

    /**
     * Stops a container with its image's stop signal and, after the grace period, kills it; returns
     * when it has exited. A container that is already stopped or does not exist is no error.
     */
    void stop(ContainerId container, Duration grace);

    /**
     * Removes a container and its anonymous volumes by force; returns when it no longer exists. A
     * container that does not exist is no error.
     */
    void remove(ContainerId container);

    /**
     * Removes a container that has ended, and its anonymous volumes, without force, so that Docker
     * itself refuses if it runs; returns when it no longer exists. A container that does not exist
     * is no error.
     *
     * @throws rtm.domain.model.DependencyUnavailableException also if it runs: what the caller saw
     *     was wrong or is no longer true
     */
    void removeEnded(ContainerId container);

    /**
     * The last output of a container's program, standard output and error together, also after it
     * ended.
     *
     * @param lines the number of lines, from the end
     * @param mostBytes the most bytes to return; whole lines at the beginning are dropped to fit
     * @return the text, with invalid UTF-8 replaced; empty if the container does not exist
     * @throws DaemonRefusedException if Docker cannot return output, as with some log drivers
     */
    Optional<String> logs(ContainerId container, int lines, int mostBytes);

    /**
     * Sets a container aside, so that the game's place is free for another one; returns when that
     * shows. A container that is aside already is no error. With Docker it is renamed; its host
     * name on the network stays the one it was created with.
     *
     * @throws DaemonRefusedException if Docker refuses it, for example because another container is
     *     aside or this one does not exist
     */
    void setAside(GameId gameId, ContainerId container);

    /**
     * Gives a container the game's place, so that other services reach its engine there; returns
     * when that shows. A container that has the place already is no error.
     *
     * @throws DaemonRefusedException if Docker refuses it, for example because another container
     *     has the place or this one does not exist
     */
    void putBack(GameId gameId, ContainerId container);

    /**
     * Attaches a container to the engines' network; returns when it is attached, and its name
     * resolves there. A container that is attached is no error.
     *
     * @throws DaemonRefusedException if Docker refuses it, or the container does not exist
     */
    void attach(ContainerId container);

    /**
     * Where the engine in a container is reached; empty while it has no address on the engines'
     * network, for example because it does not run or does not exist.
     *
     * @throws rtm.domain.model.DependencyUnavailableException also if the answer has the labels of
     *     another game, or not those of this service
     */
    Optional<EngineAddress> address(GameId gameId, ContainerId container);

    /** Docker accepted a change and did not make it; the cause of an outage. */
    final class NotMadeException extends RuntimeException {

        @java.io.Serial private static final long serialVersionUID = 1L;

        /** Says what was not made. */
        public NotMadeException(String message) {
            super(message);
        }

        /** The outage that it is for the operation. */
        public static DependencyUnavailableException outage(String message) {
            return new DependencyUnavailableException(
                    Dependency.DOCKER, message, new NotMadeException(message));
        }

        /** Whether an outage is one of these, so that what an inspection showed last is known. */
        public static boolean isCauseOf(DependencyUnavailableException outage) {
            return outage.getCause() instanceof NotMadeException;
        }
    }

    /**
     * Docker refused to create a container because another one has its name. Docker's own message
     * advises to remove that one, which may be a stranger's; this one does not.
     */
    final class NameTakenException extends DaemonRefusedException {

        @java.io.Serial private static final long serialVersionUID = 1L;

        private final transient ObservedContainer holder;

        /** Names the container that has the name. */
        public NameTakenException(
                ObservedContainer holder, @org.jspecify.annotations.Nullable Throwable cause) {
            super(
                    "the name %s is already in use by container %s"
                            .formatted(holder.name(), holder.id()),
                    cause);
            this.holder = holder;
        }

        /** The container that has the name. */
        public ObservedContainer holder() {
            return holder;
        }
    }

    /** Docker refused a call. */
    class DaemonRefusedException extends RuntimeException {

        @java.io.Serial private static final long serialVersionUID = 1L;

        /** Keeps Docker's own message. */
        public DaemonRefusedException(
                String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }

        /** Docker's own message, never null. */
        public String text() {
            return String.valueOf(getMessage());
        }
    }
}

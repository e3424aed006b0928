package rtm.domain.port.upkeep;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;

/**
 * The images on the daemon's host. Every method throws {@link
 * rtm.domain.model.DependencyUnavailableException} when the daemon does not answer in time.
 */
public interface HostImages {

    /** All images that have a name. */
    List<HostImage> named();

    /** The ids of the images that containers use: all containers, in any state. */
    Set<String> usedByContainers();

    /**
     * When this name was given to an image of this host, by a pull or a build; empty if the daemon
     * does not know, or there is no such image.
     */
    Optional<Instant> namedAt(ImageReference image);

    /**
     * Removes a name, and the image with its last name. While the condition is asked and the image
     * is removed, {@link rtm.domain.port.ContainerDaemon#imageLabels} and {@link
     * rtm.domain.port.ContainerDaemon#pull} of the same name wait; so an operation that comes later
     * finds the image, or pulls it.
     *
     * @param unused asked last; false keeps the image
     * @return whether it is removed; also true if there is none
     * @throws rtm.domain.port.ContainerDaemon.DaemonRefusedException if the daemon refuses, for
     *     example because a container uses it
     */
    boolean removeIf(ImageReference image, BooleanSupplier unused);
}

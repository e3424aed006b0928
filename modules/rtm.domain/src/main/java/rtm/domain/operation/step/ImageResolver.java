package rtm.domain.operation.step;

import java.util.Map;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationException;
import rtm.domain.model.PullPolicy;
import rtm.domain.port.ContainerDaemon;

/** Makes an image available on this host, as the pull policy says. */
final class ImageResolver {

    private final ContainerDaemon daemon;
    private final PullPolicy policy;

    ImageResolver(ContainerDaemon daemon, PullPolicy policy) {
        this.daemon = daemon;
        this.policy = policy;
    }

    /**
     * Makes sure that the image is on this host.
     *
     * @return its labels
     * @throws OperationException {@code image_pull_failed}, in words
     */
    Map<String, String> obtain(ImageReference image) {
        try {
            return find(image);
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            throw failed(refused.text());
        }
    }

    private Map<String, String> find(ImageReference image) {
        return switch (policy) {
            case ALWAYS -> pull(image);
            case IF_MISSING -> daemon.imageLabels(image).orElseGet(() -> pull(image));
            case NEVER ->
                    daemon.imageLabels(image)
                            .orElseThrow(() ->
                                    failed(
                                            "image %s is not on this host, and the pull policy is never"
                                                    .formatted(image)));
        };
    }

    private Map<String, String> pull(ImageReference image) {
        daemon.pull(image);
        return daemon.imageLabels(image)
                .orElseThrow(
                        () -> failed("image %s was pulled and is gone again".formatted(image)));
    }

    private static OperationException failed(String message) {
        return new OperationException(ErrorCode.IMAGE_PULL_FAILED, message);
    }
}

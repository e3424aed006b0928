package rtm.domain.usecase;

import java.util.Map;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationException;
import rtm.domain.model.PullPolicy;
import rtm.domain.port.ContainerEngine;

/** Brings an image to this host, as the pull policy says. */
final class Images {

    private final ContainerEngine engine;
    private final PullPolicy policy;

    Images(ContainerEngine engine, PullPolicy policy) {
        this.engine = engine;
        this.policy = policy;
    }

    /**
     * Makes sure that the image is here.
     *
     * @return its labels
     * @throws OperationException {@code image_pull_failed}, in words
     */
    Map<String, String> obtain(ImageReference image) {
        try {
            return find(image);
        } catch (ContainerEngine.EngineRefusedException refused) {
            throw failed(refused.text());
        }
    }

    private Map<String, String> find(ImageReference image) {
        return switch (policy) {
            case ALWAYS -> pull(image);
            case IF_MISSING -> engine.imageLabels(image).orElseGet(() -> pull(image));
            case NEVER ->
                    engine.imageLabels(image)
                            .orElseThrow(() ->
                                    failed(
                                            "image %s is not on this host, and the pull policy is never"
                                                    .formatted(image)));
        };
    }

    private Map<String, String> pull(ImageReference image) {
        engine.pull(image);
        return engine.imageLabels(image)
                .orElseThrow(
                        () -> failed("image %s was pulled and is gone again".formatted(image)));
    }

    private static OperationException failed(String message) {
        return new OperationException(ErrorCode.IMAGE_PULL_FAILED, message);
    }
}

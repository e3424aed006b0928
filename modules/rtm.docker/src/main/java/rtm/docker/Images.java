package rtm.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.ImageReference;

/** Looks at the images of this host. */
final class Images {

    private final DockerCalls calls;

    Images(DockerCalls calls) {
        this.calls = calls;
    }

    Optional<Map<String, String>> labels(ImageReference image) {
        return calls.ask(
                "inspect image",
                Deadlines.INSPECT,
                docker -> {
                    try {
                        return Optional.of(
                                labels(
                                        docker.client()
                                                .inspectImageCmd(image.value())
                                                .exec()
                                                .getConfig()));
                    } catch (NotFoundException _) {
                        return Optional.empty();
                    }
                });
    }

    private static Map<String, String> labels(@Nullable ContainerConfig config) {
        return Optional.ofNullable(config)
                .map(ContainerConfig::getLabels)
                .map(Map::copyOf)
                .orElse(Map.of());
    }
}

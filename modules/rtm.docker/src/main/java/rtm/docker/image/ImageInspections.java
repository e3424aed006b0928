package rtm.docker.image;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerCalls;
import rtm.domain.model.ImageReference;

/** Inspects the images of this host. */
public final class ImageInspections {

    private final DockerCalls calls;

    public ImageInspections(DockerCalls calls) {
        this.calls = calls;
    }

    public Optional<Map<String, String>> labels(ImageReference image) {
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

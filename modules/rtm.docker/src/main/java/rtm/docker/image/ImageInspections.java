package rtm.docker.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.RawAnswer;
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
                calls.deadlines().inspect(),
                docker -> {
                    try {
                        return RawAnswer.find(docker, "/images/" + image.value() + "/json")
                                .map(ImageInspections::labels);
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                });
    }

    /** An image without labels has null in their place. */
    private static Map<String, String> labels(JsonNode image) {
        Map<String, String> labels = new HashMap<>();
        image.path("Config").path("Labels").properties().stream()
                .filter(label -> label.getValue().isTextual())
                .forEach(label -> labels.put(label.getKey(), label.getValue().textValue()));
        return labels;
    }
}

package rtm.docker.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.RawAnswer;
import rtm.docker.api.UnreadableAnswerException;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;

/** Inspects the images of this host. */
public final class ImageInspections {

    private final DockerCalls calls;

    public ImageInspections(DockerCalls calls) {
        this.calls = calls;
    }

    public Optional<Map<String, String>> labels(ImageReference image) {
        return inspected(image, found -> Optional.of(labels(found)));
    }

    /** All images that have a name. */
    public List<HostImage> all() {
        return calls.question("list images", calls.deadlines().list(), ImageList::images);
    }

    /** The ids of the images that containers use. */
    public Set<String> used() {
        return calls.question("list containers", calls.deadlines().list(), ImageList::used);
    }

    /** When the image got its name. */
    public Optional<Instant> namedAt(ImageReference image) {
        return inspected(image, ImageInspections::namedAt);
    }

    private <T> Optional<T> inspected(ImageReference image, Function<JsonNode, Optional<T>> read) {
        return calls.ask(
                "inspect image",
                calls.deadlines().inspect(),
                docker -> {
                    try {
                        Optional<JsonNode> found =
                                RawAnswer.find(docker, "/images/" + image.value() + "/json");
                        if (found.filter(one -> !one.path("Id").isTextual()).isPresent()) {
                            throw new UnreadableAnswerException("it has no id", null);
                        }
                        return found.flatMap(read);
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                });
    }

    /** Docker says year 1 where it does not know. */
    private static Optional<Instant> namedAt(JsonNode image) {
        try {
            return Optional.of(
                            OffsetDateTime.parse(
                                            image.path("Metadata").path("LastTagTime").asText(""))
                                    .toInstant())
                    .filter(Instant.EPOCH::isBefore);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
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

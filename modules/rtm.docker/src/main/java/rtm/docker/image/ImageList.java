package rtm.docker.image;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.DockerJson;
import rtm.docker.api.RawRefusal;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;

/** Reads Docker's lists token by token, and keeps of each element only what is needed. */
final class ImageList {

    private static final int MOST = 20_000;
    private static final int MOST_NAMES = 200;

    private ImageList() {}

    /** All images that have a name. */
    static List<HostImage> images(DockerConnection docker) {
        List<HostImage> images = new ArrayList<>();
        each(
                docker,
                "/images/json",
                json -> {
                    Draft draft = new Draft();
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String field = json.currentName();
                        json.nextToken();
                        draft.take(field, json);
                    }
                    draft.done().ifPresent(images::add);
                });
        return List.copyOf(images);
    }

    /** The ids of the images of all containers, in any state. */
    static Set<String> used(DockerConnection docker) {
        Set<String> used = new HashSet<>();
        each(
                docker,
                "/containers/json?all=true",
                json -> {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String field = json.currentName();
                        json.nextToken();
                        if (field.equals("ImageID")) {
                            used.add(text(json));
                        } else {
                            json.skipChildren();
                        }
                    }
                });
        return Set.copyOf(used);
    }

    /** Reads one element, whose start was read. */
    private interface Element {
        void read(JsonParser json) throws IOException;
    }

    /** Whatever is no complete list of objects is an error: nothing may look unused by it. */
    private static void each(DockerConnection docker, String path, Element element) {
        try (Response response = docker.get(path)) {
            if (response.getStatusCode() != 200) {
                throw RawRefusal.of(response);
            }
            JsonParser json = DockerJson.parser(response.getBody());
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("the answer is not a list");
            }
            for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                if (json.currentToken() != JsonToken.START_OBJECT) {
                    throw new IOException("the list is incomplete");
                }
                if (i == MOST) {
                    throw new DependencyUnavailableException(
                            Dependency.DOCKER, "lists more than %d things".formatted(MOST), null);
                }
                element.read(json);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String text(JsonParser json) throws IOException {
        json.skipChildren();
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    }

    private static final class Draft {
        private String id = "";
        private List<ImageReference> names = List.of();
        private List<ImageReference> digests = List.of();
        private long created;
        private long size;

        void take(String field, JsonParser json) throws IOException {
            switch (field) {
                case "Id" -> id = text(json);
                case "RepoTags" -> names = references(json);
                case "RepoDigests" -> digests = references(json);
                case "Created" -> created = number(json);
                case "Size" -> size = number(json);
                default -> json.skipChildren();
            }
        }

        Optional<HostImage> done() {
            return id.isEmpty() || names.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new HostImage(
                                    id, names, digests, Instant.ofEpochSecond(created), size));
        }
    }

    private static long number(JsonParser json) throws IOException {
        json.skipChildren();
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : 0;
    }

    /** Docker shows {@code <none>:<none>} for an image without a name. */
    private static List<ImageReference> references(JsonParser json) throws IOException {
        List<ImageReference> references = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return references;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Optional<ImageReference> reference = ImageReference.parse(text(json));
            if (references.size() < MOST_NAMES) {
                reference.ifPresent(references::add);
            }
        }
        return references;
    }
}

package rtm.docker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rtm.docker.api.DockerJson;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;

/**
 * Reads a list of containers token by token and keeps only the needed fields, so that other labels
 * take no memory. An unreadable container is skipped, the others are kept.
 */
final class ListedContainers {

    /** The labels that this service uses. */
    static final Set<String> LABELS =
            Set.of(
                    Labels.OWNER,
                    Labels.GAME_ID,
                    Labels.KIND,
                    Labels.ENGINE_IMAGE_REF,
                    Labels.STARTED_AT_MS,
                    Labels.OPERATION_ID,
                    Labels.DATABASE_ID);

    private static final Log LOG = Log.of(ListedContainers.class);
    private static final int MOST_CONTAINERS = 20_000;
    private static final int MOST_NAMES = 64;

    private final ContainerStates states;
    private final String network;

    ListedContainers(ContainerStates states, String network) {
        this.states = states;
        this.network = network;
    }

    /**
     * One container of a list.
     *
     * @param container the container
     * @param names all its own names
     */
    record Listed(ObservedContainer container, List<String> names) {}

    /**
     * Reads a whole list.
     *
     * @throws IOException if the answer is not a list or is incomplete
     */
    List<Listed> read(InputStream body) throws IOException {
        JsonParser json = DockerJson.parser(body);
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw new IOException("the answer is not a list");
        }
        List<Listed> all = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw new IOException("the list is incomplete");
            }
            if (all.size() == MOST_CONTAINERS) {
                throw new DependencyUnavailableException(
                        Dependency.DOCKER,
                        "lists more than %d containers of this service".formatted(MOST_CONTAINERS),
                        null);
            }
            one(json).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Listed> one(JsonParser json) throws IOException {
        Draft draft = new Draft();
        boolean object = json.currentToken() == JsonToken.START_OBJECT;
        if (object) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                draft.take(field, json);
            }
        } else {
            json.skipChildren();
        }
        if (draft.id.isBlank()) {
            LOG.warn(
                    "ignoring listed container without id",
                    LogField.of("names", String.join(",", draft.names)));
            return Optional.empty();
        }
        return Optional.of(draft.done(states, network));
    }

    private static final class Draft {
        private String id = "";
        private String image = "";
        private String state = "";
        private List<String> names = List.of();
        private Map<String, String> labels = Map.of();
        private Optional<Set<String>> networks = Optional.empty();

        void take(String field, JsonParser json) throws IOException {
            switch (field) {
                case "Id" -> id = text(json);
                case "Image" -> image = text(json);
                case "State" -> state = text(json);
                case "Names" -> names = names(json);
                case "Labels" -> labels = labels(json);
                case "NetworkSettings" -> networks = networks(json);
                default -> json.skipChildren();
            }
        }

        Listed done(ContainerStates states, String network) {
            return new Listed(
                    new ObservedContainer(
                            new ContainerId(id),
                            names.isEmpty() ? "" : names.getFirst(),
                            image,
                            states.of(state),
                            labels,
                            networks.map(all -> all.contains(network)).orElse(true)),
                    names);
        }
    }

    private static String text(JsonParser json) throws IOException {
        json.skipChildren();
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    }

    /**
     * The container's own names; a name with an inner slash comes from another container's link.
     */
    private static List<String> names(JsonParser json) throws IOException {
        List<String> names = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return names;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String name = bare(text(json));
            if (!name.isEmpty() && !name.contains("/") && names.size() < MOST_NAMES) {
                names.add(name);
            }
        }
        return names;
    }

    /** The names of the networks that it is attached to; empty if the answer does not have them. */
    private static Optional<Set<String>> networks(JsonParser json) throws IOException {
        Optional<Set<String>> networks = Optional.empty();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return networks;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = "Networks".equals(json.currentName());
            if (json.nextToken() == JsonToken.START_OBJECT && wanted) {
                networks = Optional.of(keys(json));
            } else {
                json.skipChildren();
            }
        }
        return networks;
    }

    private static Set<String> keys(JsonParser json) throws IOException {
        Set<String> keys = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            if (keys.size() < MOST_NAMES) {
                keys.add(json.currentName());
            }
            json.nextToken();
            json.skipChildren();
        }
        return keys;
    }

    private static String bare(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static Map<String, String> labels(JsonParser json) throws IOException {
        Map<String, String> labels = new HashMap<>();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return labels;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            json.skipChildren();
            if (LABELS.contains(key) && json.currentToken() == JsonToken.VALUE_STRING) {
                labels.put(key, json.getText());
            }
        }
        return labels;
    }
}

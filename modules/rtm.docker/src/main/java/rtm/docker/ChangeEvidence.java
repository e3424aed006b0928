package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.ObservedContainer;

/**
 * The parts of an inspection that show whether a change happened.
 *
 * @param container the container
 * @param startedAt the time of its last start, as Docker writes it
 * @param error the error of its last start; empty if that start succeeded
 * @param place what it takes of the node, and where it is
 */
record ChangeEvidence(
        ObservedContainer container, String startedAt, String error, EnginePlace place) {

    static ChangeEvidence of(ObservedContainer container, JsonNode inspection, EnginePlace place) {
        JsonNode state = inspection.path("State");
        return new ChangeEvidence(
                container,
                state.path("StartedAt").asText(""),
                state.path("Error").asText(""),
                place);
    }

    boolean live() {
        return container.live();
    }

    String name() {
        return container.name();
    }
}

package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import rtm.domain.model.ObservedContainer;

/**
 * What a change is judged by, out of an inspection.
 *
 * @param container the container
 * @param startedAt when it was started last, in Docker's own form
 * @param error why its last start failed; empty if it did not
 */
record ChangeEvidence(ObservedContainer container, String startedAt, String error) {

    static ChangeEvidence of(ObservedContainer container, JsonNode inspection) {
        JsonNode state = inspection.path("State");
        return new ChangeEvidence(
                container, state.path("StartedAt").asText(""), state.path("Error").asText(""));
    }

    boolean live() {
        return container.live();
    }

    String name() {
        return container.name();
    }
}

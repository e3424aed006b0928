package rtm.docker.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import rtm.domain.model.ContainerState;

/**
 * What an inspection says about whether an engine runs. Docker derives the word from the flags, and
 * clears flags and process when the engine ends, so none of them can disagree. OOMKilled, exit code
 * and times do not count: honest answers disagree there.
 */
final class StateClaims {

    private static final String RUNNING = "Running";
    private static final String PAUSED = "Paused";
    private static final String RESTARTING = "Restarting";
    private static final String DEAD = "Dead";

    private StateClaims() {}

    /**
     * Requires a state that this program knows and that does not contradict itself. A missing flag
     * contradicts nothing.
     *
     * @throws UnreadableAnswerException otherwise
     */
    static void require(JsonNode state) throws UnreadableAnswerException {
        String word = state.path("Status").asText("");
        if (word.isBlank()) {
            throw new UnreadableAnswerException("it has no state", null);
        }
        ContainerState known =
                ContainerState.reported(word)
                        .orElseThrow(() ->
                                new UnreadableAnswerException(
                                        "its state is unknown: " + DockerMessages.oneLine(word),
                                        null));
        Map<String, Boolean> flags = flags(known);
        for (Map.Entry<String, Boolean> claim : flags.entrySet()) {
            JsonNode flag = state.path(claim.getKey());
            boolean silent = flag.isMissingNode() || flag.isNull();
            if (!silent && (!flag.isBoolean() || flag.booleanValue() != claim.getValue())) {
                throw contradiction(word, claim.getKey() + " is not " + claim.getValue());
            }
        }
        if (Boolean.FALSE.equals(flags.get(RUNNING)) && state.path("Pid").asLong() != 0) {
            throw contradiction(word, "it has a process");
        }
    }

    /** The flags from which Docker derives the word. */
    private static Map<String, Boolean> flags(ContainerState word) {
        return switch (word) {
            case RUNNING -> Map.of(RUNNING, true, PAUSED, false, RESTARTING, false, DEAD, false);
            case PAUSED -> Map.of(RUNNING, true, PAUSED, true, DEAD, false);
            case RESTARTING -> Map.of(RUNNING, true, PAUSED, false, RESTARTING, true, DEAD, false);
            case CREATED, EXITED ->
                    Map.of(RUNNING, false, PAUSED, false, RESTARTING, false, DEAD, false);
            case REMOVING -> Map.of(RUNNING, false, PAUSED, false, RESTARTING, false);
            case DEAD -> Map.of(RUNNING, false, PAUSED, false, RESTARTING, false, DEAD, true);
            case UNKNOWN -> throw new IllegalArgumentException("Docker has no such word");
        };
    }

    private static UnreadableAnswerException contradiction(String word, String but) {
        return new UnreadableAnswerException(
                "its state contradicts itself: %s, but %s".formatted(word, but), null);
    }
}

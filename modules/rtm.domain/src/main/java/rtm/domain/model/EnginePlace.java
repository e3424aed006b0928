package rtm.domain.model;

import java.util.Optional;

/**
 * What an engine takes of its node, and where others reach it there.
 *
 * @param memory the memory that its container may use, in bytes; empty for any amount
 * @param address its IP address on the engines' network; empty while it has none
 */
public record EnginePlace(Optional<Long> memory, Optional<String> address) {

    /** No engine runs. */
    public static final EnginePlace NONE = new EnginePlace(Optional.empty(), Optional.empty());
}

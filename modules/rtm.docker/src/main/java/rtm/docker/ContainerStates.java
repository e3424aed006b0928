package rtm.docker;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerState;

/**
 * Reads Docker's words for the state of a container in a list. An inspection with an unknown word
 * is unreadable and does not come here.
 */
final class ContainerStates {

    private static final Log LOG = Log.of(ContainerStates.class);

    private final Set<String> strange = ConcurrentHashMap.newKeySet();

    /**
     * An unknown word may mean a live engine, so it counts as one. This is only a hint: each listed
     * container is inspected before anything is done or reported.
     */
    ContainerState of(String word) {
        Optional<ContainerState> known = ContainerState.reported(word);
        if (known.isPresent()) {
            return known.get();
        }
        if (strange.add(word)) {
            LOG.warn(
                    "docker reports an unknown container state, treating it as alive",
                    LogField.of("state", word));
        }
        return ContainerState.RESTARTING;
    }
}

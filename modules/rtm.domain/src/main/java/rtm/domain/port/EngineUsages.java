package rtm.domain.port;

import java.util.Collection;
import java.util.Map;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineUsage;

/** Reads what engines use at this moment. */
@FunctionalInterface
public interface EngineUsages {

    /**
     * Reads several containers at the same time; takes a fraction of a second, or some seconds
     * where only Docker knows. A container whose usage cannot be read is missing.
     */
    Map<ContainerId, EngineUsage> read(Collection<ContainerId> containers)
            throws InterruptedException;
}

package rtm.workers.wiring;

import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.EndingStore;
import rtm.domain.port.EngineHealth;
import rtm.domain.port.OperationRetention;
import rtm.domain.port.RuntimeStore;

/**
 * The views of the engines.
 *
 * @param records the engines that should run
 * @param operations what was done to them
 * @param endings how they ended
 * @param docker their containers
 * @param health their own health answers
 */
public record WatchedEngines(
        RuntimeStore records,
        OperationRetention operations,
        EndingStore endings,
        ContainerDaemon docker,
        EngineHealth health) {}

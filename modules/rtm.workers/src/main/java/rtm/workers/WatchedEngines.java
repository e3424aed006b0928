package rtm.workers;

import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.EngineHealth;
import rtm.domain.port.RuntimeStore;

/**
 * The three views of the engines.
 *
 * @param records the engines that should run
 * @param docker their containers
 * @param health their own health answers
 */
public record WatchedEngines(RuntimeStore records, ContainerDaemon docker, EngineHealth health) {}

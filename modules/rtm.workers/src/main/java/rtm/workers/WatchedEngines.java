package rtm.workers;

import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.EngineHealth;
import rtm.domain.port.RuntimeStore;

/**
 * Where a leader sees the engines.
 *
 * @param records which there should be
 * @param docker their containers
 * @param health they themselves
 */
public record WatchedEngines(RuntimeStore records, ContainerDaemon docker, EngineHealth health) {}

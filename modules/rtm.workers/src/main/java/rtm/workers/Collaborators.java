package rtm.workers;

import java.time.InstantSource;
import rtm.domain.port.ContainerEvents;
import rtm.domain.port.JobStreams;
import rtm.domain.usecase.UseCases;

/**
 * What a leader works with.
 *
 * @param streams the job streams
 * @param relay the outbox' relay
 * @param useCases what jobs ask for
 * @param engines the engines that are watched
 * @param events what Docker tells of them
 * @param settings of the workers
 * @param clock the time
 */
public record Collaborators(
        JobStreams streams,
        OutboxRelay relay,
        UseCases useCases,
        WatchedEngines engines,
        ContainerEvents events,
        WorkerSettings settings,
        InstantSource clock) {}

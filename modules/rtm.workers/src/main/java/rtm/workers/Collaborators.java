package rtm.workers;

import java.time.InstantSource;
import java.util.Optional;
import rtm.domain.model.NodeId;
import rtm.domain.overview.PendingWork;
import rtm.domain.port.ContainerEvents;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.JobStreams;
import rtm.domain.usecase.UseCases;
import rtm.workers.wiring.SeveralNodes;
import rtm.workers.wiring.Wakeups;
import rtm.workers.wiring.WatchedEngines;
import rtm.workers.wiring.WorkerSettings;

/**
 * The collaborators of the leader's workers.
 *
 * @param streams the job streams
 * @param relay the outbox relay
 * @param wakeups wake what waits for a commit of another process
 * @param useCases the operations that jobs and workers run
 * @param store checks whether PostgreSQL accepts work
 * @param pending shows the jobs that wait
 * @param engines access to the engines
 * @param events Docker's event stream
 * @param settings the settings of the workers
 * @param node the node that this process works on
 * @param others what it needs if there are other nodes
 * @param clock the current time
 */
public record Collaborators(
        JobStreams streams,
        OutboxRelay relay,
        Wakeups wakeups,
        UseCases useCases,
        DependencyCheck store,
        PendingWork pending,
        WatchedEngines engines,
        ContainerEvents events,
        WorkerSettings settings,
        NodeId node,
        Optional<SeveralNodes> others,
        InstantSource clock) {}

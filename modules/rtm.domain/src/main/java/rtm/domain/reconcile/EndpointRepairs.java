package rtm.domain.reconcile;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;
import rtm.domain.operation.OwnershipCheck;
import rtm.domain.operation.StepResult;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.rule.Drift;

/**
 * Makes an engine reachable again under its endpoint, after a person renamed its container or took
 * it off the engines' network. These are the only changes to Docker that a repair makes.
 */
public final class EndpointRepairs {

    private static final Log LOG = Log.of(EndpointRepairs.class);

    private final ContainerDaemon daemon;
    private final InstantSource clock;

    public EndpointRepairs(ContainerDaemon daemon, InstantSource clock) {
        this.daemon = daemon;
        this.clock = clock;
    }

    /** The container gets its name back, and the record the endpoint that goes with it. */
    RepairFrame.Judgement renamed(Drift.Renamed drift, RuntimeRecord record) {
        if (drift.holder().isPresent()) {
            return RepairFrame.Judgement.nothing(drift);
        }
        return judgement(drift, drift.container(), record, ownership -> rename(drift, ownership));
    }

    /** The container is attached to the engines' network again. */
    RepairFrame.Judgement detached(Drift.Detached drift, RuntimeRecord record) {
        return judgement(drift, drift.container(), record, ownership -> attach(drift, ownership));
    }

    private RepairFrame.Judgement judgement(
            Drift drift,
            ObservedContainer container,
            RuntimeRecord record,
            RepairFrame.DaemonChange change) {
        String endpoint = record.gameId().engineEndpoint();
        boolean corrected =
                drift instanceof Drift.Renamed && !record.engineEndpoint().equals(endpoint);
        return new RepairFrame.Judgement(
                drift,
                Optional.of(
                        new RepairFrame.Repair(
                                OperationKind.RECONCILE_ADOPT,
                                Optional.of(record.currentImage().value()),
                                new StepResult(
                                        new Verdict.Done(),
                                        Optional.of(container.id()),
                                        corrected
                                                ? Optional.of(
                                                        record.withEndpoint(
                                                                endpoint, clock.instant()))
                                                : Optional.empty(),
                                        Optional.empty(),
                                        List.of()),
                                Optional.empty(),
                                Optional.of(change))));
    }

    private boolean rename(Drift.Renamed drift, OwnershipCheck ownership) {
        ObservedContainer container = drift.container();
        ownership.beforeChange();
        try {
            daemon.putBack(drift.gameId(), container.id());
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            LOG.warn(
                    "renamed container cannot get its name back",
                    LogField.of("game_id", drift.gameId()),
                    LogField.of("container_id", container.id()),
                    LogField.of("container", container.name()),
                    LogField.of("error", refused.text()));
            return false;
        }
        LOG.info(
                "renamed container has its name back",
                LogField.of("game_id", drift.gameId()),
                LogField.of("container_id", container.id()),
                LogField.of("container", container.name()));
        return true;
    }

    private boolean attach(Drift.Detached drift, OwnershipCheck ownership) {
        ObservedContainer container = drift.container();
        ownership.beforeChange();
        try {
            daemon.attach(container.id());
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            LOG.warn(
                    "detached container cannot be attached to its network",
                    LogField.of("game_id", drift.gameId()),
                    LogField.of("container_id", container.id()),
                    LogField.of("error", refused.text()));
            return false;
        }
        LOG.info(
                "detached container is attached to its network again",
                LogField.of("game_id", drift.gameId()),
                LogField.of("container_id", container.id()));
        return true;
    }
}

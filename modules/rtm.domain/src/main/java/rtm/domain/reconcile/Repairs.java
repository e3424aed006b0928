package rtm.domain.reconcile;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.Announcement;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthSource;
import rtm.domain.model.ImageReference;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.UnexpectedExit;
import rtm.domain.model.Verdict;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.operation.GameBusyException;
import rtm.domain.operation.StepResult;
import rtm.domain.port.StateFolders;
import rtm.domain.rule.Drift;
import rtm.domain.rule.Drift.Loss;
import rtm.domain.rule.GameContainers;

/** What a record becomes after drift was found, and what is published. */
public final class Repairs {

    private final ContainerQueries containers;
    private final StateFolders folders;
    private final ExitDiagnosis diagnosis;
    private final EnginePolicy policy;
    private final NodeId node;
    private final InstantSource clock;

    public Repairs(
            ContainerQueries containers,
            StateFolders folders,
            ExitDiagnosis diagnosis,
            EnginePolicy policy,
            NodeId node,
            InstantSource clock) {
        this.containers = containers;
        this.folders = folders;
        this.diagnosis = diagnosis;
        this.policy = policy;
        this.node = node;
        this.clock = clock;
    }

    /** The recorded container has ended, or is gone. */
    RepairFrame.Judgement lost(
            Drift drift,
            Loss loss,
            RuntimeRecord record,
            Map<ContainerId, ContainerExit> deaths,
            HealthSource seenBy) {
        return lost(
                drift,
                loss,
                record,
                deaths,
                seenBy,
                OperationKind.RECONCILE_OBSERVED_EXITED,
                Optional.empty());
    }

    private RepairFrame.Judgement lost(
            Drift drift,
            Loss loss,
            RuntimeRecord record,
            Map<ContainerId, ContainerExit> deaths,
            HealthSource seenBy,
            OperationKind kind,
            Optional<String> image) {
        GameId gameId = record.gameId();
        ExitDiagnosis.Fate fate =
                diagnosis.fate(gameId, loss, deaths, Optional.of(record.startedAt()));
        Instant now = clock.instant();
        RuntimeState after =
                fate.gone()
                        ? new RuntimeState.Removed(record.state().whenStopped(), now)
                        : new RuntimeState.Stopped(loss.container(), now);
        return new RepairFrame.Judgement(
                fate.gone() ? new Drift.Dispose(gameId, new Loss.Gone(loss.container())) : drift,
                Optional.of(
                        new RepairFrame.Repair(
                                fate.gone() ? OperationKind.RECONCILE_DISPOSE : kind,
                                fate.gone() ? Optional.empty() : image,
                                new StepResult(
                                        new Verdict.Done(),
                                        Optional.of(loss.container()),
                                        Optional.of(record.with(after, now)),
                                        Optional.of(
                                                diagnosis.snapshot(
                                                        gameId,
                                                        loss.container(),
                                                        fate.seen(),
                                                        seenBy)),
                                        diagnosis.announcements(
                                                gameId, loss.container(), fate.observations())),
                                fate.end())));
    }

    /**
     * A container that this service made after the dump that was restored has ended, and the record
     * knows none that is there: it follows that one. The end is reported unless the record says
     * that the game did not run.
     */
    RepairFrame.Judgement succeeded(
            Drift.ObservedExited drift,
            Optional<RuntimeRecord> record,
            Map<ContainerId, ContainerExit> deaths,
            HealthSource seenBy) {
        GameId gameId = drift.gameId();
        InspectedContainer found =
                containers
                        .inspect(gameId, drift.loss().container())
                        .filter(one -> !one.container().live())
                        .orElseThrow(() ->
                                new GameBusyException(gameId, "a container that just changed"));
        ImageReference image = image(found.container());
        RuntimeRecord now = adopted(gameId, record, found, image);
        Optional<RuntimeState> before = record.map(RuntimeRecord::state);
        boolean adopts = before.flatMap(RuntimeState::containerId).isEmpty();
        OperationKind kind =
                adopts ? OperationKind.RECONCILE_ADOPT : OperationKind.RECONCILE_OBSERVED_EXITED;
        Optional<String> named = adopts ? Optional.of(image.value()) : Optional.empty();
        boolean reported =
                before.map(RuntimeState.Running.class::isInstance)
                        .orElseGet(() -> found.container().ended());
        if (reported) {
            return lost(drift, drift.loss(), now, deaths, seenBy, kind, named);
        }
        Instant stopped = before.flatMap(RuntimeState::whenStopped).orElseGet(clock::instant);
        return new RepairFrame.Judgement(
                drift,
                Optional.of(
                        new RepairFrame.Repair(
                                kind,
                                named,
                                new StepResult(
                                        new Verdict.Done(),
                                        Optional.of(found.id()),
                                        Optional.of(
                                                now.with(
                                                        new RuntimeState.Stopped(
                                                                found.id(), stopped),
                                                        clock.instant())),
                                        Optional.empty(),
                                        List.of()),
                                Optional.empty())));
    }

    /**
     * An engine runs that the record does not know. If it is newer than the database, nothing is
     * reported of the recorded container: this service itself replaced that one, after the dump
     * that was restored.
     */
    RepairFrame.Judgement adopt(
            Drift.Adopt drift,
            Optional<RuntimeRecord> record,
            GameContainers there,
            Map<ContainerId, ContainerExit> deaths,
            HealthSource seenBy) {
        Optional<InspectedContainer> found =
                containers.inspect(drift.gameId(), drift.running().id());
        if (found.filter(one -> one.container().live()).isEmpty()) {
            throw new GameBusyException(drift.gameId(), "a container that has just ended");
        }
        Former former =
                drift.former()
                        .filter(_ -> !there.isNewer(drift.running().id()))
                        .map(loss -> former(drift.gameId(), loss, deaths, record))
                        .orElseGet(() -> new Former(List.of(), Optional.empty()));
        return adopt(drift, record, found.orElseThrow(), former, seenBy);
    }

    /** What is reported of the engine that an adopted one follows. */
    private record Former(List<Announcement> announcements, Optional<UnexpectedExit> end) {}

    private Former former(
            GameId gameId,
            Loss loss,
            Map<ContainerId, ContainerExit> deaths,
            Optional<RuntimeRecord> record) {
        ExitDiagnosis.Fate fate =
                diagnosis.fate(gameId, loss, deaths, record.map(RuntimeRecord::startedAt));
        return new Former(
                diagnosis.announcements(gameId, loss.container(), fate.observations()), fate.end());
    }

    /**
     * An engine exited, as Docker reported, and a person started it again before anybody looked.
     */
    Optional<RepairFrame.Judgement> restarted(
            GameId gameId,
            Optional<RuntimeRecord> record,
            List<ObservedContainer> there,
            Map<ContainerId, ContainerExit> deaths,
            HealthSource seenBy) {
        Optional<ContainerExit> death =
                record.map(RuntimeRecord::state)
                        .filter(RuntimeState.Running.class::isInstance)
                        .flatMap(RuntimeState::containerId)
                        .map(deaths::get);
        Optional<ObservedContainer> running =
                there.stream()
                        .filter(one ->
                                death.filter(exit -> exit.container().equals(one.id())).isPresent())
                        .findFirst();
        return running.flatMap(one -> containers.inspect(gameId, one.id()))
                .filter(found -> isNews(found, death.orElseThrow(), record.orElseThrow()))
                .map(found -> {
                    ContainerExit end = death.orElseThrow();
                    Drift.Adopt drift =
                            new Drift.Adopt(
                                    gameId,
                                    running.orElseThrow(),
                                    Optional.of(new Loss.Ended(end.container())));
                    return adopt(
                            drift,
                            record,
                            found,
                            new Former(
                                    diagnosis.announcements(
                                            gameId,
                                            end.container(),
                                            ExitDiagnosis.observations(end)),
                                    Optional.of(ExitDiagnosis.end(gameId, end))),
                            seenBy);
                });
    }

    /**
     * What ended before the recorded start was an operation's doing, or was reported. All three
     * times are Docker's: its clock is never compared with ours.
     */
    private static boolean isNews(
            InspectedContainer found, ContainerExit death, RuntimeRecord record) {
        return death.at().isAfter(record.startedAt())
                && found.startedAt().filter(start -> start.isAfter(death.at())).isPresent();
    }

    private RepairFrame.Judgement adopt(
            Drift.Adopt drift,
            Optional<RuntimeRecord> record,
            InspectedContainer found,
            Former former,
            HealthSource seenBy) {
        GameId gameId = drift.gameId();
        ContainerId container = found.id();
        ImageReference image = image(found.container());
        HealthObservation started = new HealthObservation.ContainerStarted(image.value());
        List<Announcement> announcements = new ArrayList<>(former.announcements());
        announcements.addAll(diagnosis.announcements(gameId, container, List.of(started)));
        return new RepairFrame.Judgement(
                drift,
                Optional.of(
                        new RepairFrame.Repair(
                                OperationKind.RECONCILE_ADOPT,
                                Optional.of(image.value()),
                                new StepResult(
                                                new Verdict.Done(),
                                                Optional.of(container),
                                                Optional.of(adopted(gameId, record, found, image)),
                                                Optional.of(
                                                        diagnosis.snapshot(
                                                                gameId, container, started,
                                                                seenBy)),
                                                announcements)
                                        .at(found.place()),
                                former.end())));
    }

    private RuntimeRecord adopted(
            GameId gameId,
            Optional<RuntimeRecord> record,
            InspectedContainer found,
            ImageReference image) {
        Instant now = clock.instant();
        return new RuntimeRecord(
                gameId,
                node,
                new RuntimeState.Running(found.id()),
                image,
                "http://%s:8080".formatted(found.container().name()),
                found.statePath().orElseGet(() -> folders.pathOf(gameId)),
                policy.network(),
                found.startedAt().orElse(now),
                now,
                record.map(RuntimeRecord::createdAt).orElse(now),
                record.map(RuntimeRecord::version).orElse(0L));
    }

    /** The label, else what it was configured with; a bare image id is made a reference. */
    private static ImageReference image(ObservedContainer container) {
        return ImageReference.parse(container.engineImage())
                .or(() -> ImageReference.parse(container.image()))
                .orElseGet(() -> new ImageReference("sha256:" + container.image()));
    }
}

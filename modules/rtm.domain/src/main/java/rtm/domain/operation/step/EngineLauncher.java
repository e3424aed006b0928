package rtm.domain.operation.step;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import rtm.domain.ending.EndingKeeper;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.EngineStart;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationException;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.operation.OperationContext;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.rule.LimitRules;
import rtm.domain.state.GameStates;

/** Creates and starts containers, in steps between which operations do other things. */
public final class EngineLauncher {

    /**
     * How long a call that was interrupted waits for the state root before it is closed as failed;
     * a job has the budget of its retries.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ContainerDaemon daemon;
    private final ImageResolver images;
    private final GameStates states;
    private final EnginePolicy policy;
    private final EngineOwner owner;
    private final EndingKeeper endings;
    private final InstantSource clock;

    public EngineLauncher(
            ContainerDaemon daemon,
            GameStates states,
            EnginePolicy policy,
            EngineOwner owner,
            EndingKeeper endings,
            InstantSource clock) {
        this.daemon = daemon;
        this.images = new ImageResolver(daemon, policy.pullPolicy());
        this.states = states;
        this.policy = policy;
        this.owner = owner;
        this.endings = endings;
        this.clock = clock;
    }

    /**
     * What a container needs and what can fail before anything is changed.
     *
     * @param image on this host
     * @param limits checked
     * @param folder with the game's state; created for a new game
     */
    public record Prepared(ImageReference image, EngineLimits limits, String folder) {}

    /**
     * A container that was created and started.
     *
     * @param spec what it was created with
     * @param container it
     * @param startedAt when it was started, by Docker's clock
     * @param place where it is
     */
    record Made(EngineSpec spec, ContainerId container, Instant startedAt, EnginePlace place) {}

    /**
     * Pulls the image if needed, checks its limits and the state folder; nothing is pulled while
     * the state root is missing.
     *
     * @throws OperationException if one of them fails
     * @throws DependencyUnavailableException if the state root is missing
     */
    public Prepared prepare(OperationContext context, ImageReference image) {
        requireRoot(context);
        EngineLimits limits = LimitRules.resolve(images.obtain(image), policy.limits());
        return new Prepared(
                image, limits, states.folder(context.operation().gameId(), context.record()));
    }

    /** Creates the container, labelled with the time of its start, and starts it. */
    public Made run(OperationContext context, Prepared prepared) {
        EngineSpec spec =
                new EngineSpec(
                        context.operation().gameId(),
                        prepared.image(),
                        prepared.limits(),
                        prepared.folder(),
                        context.operation().id(),
                        owner.database(),
                        clock.instant());
        context.ownership().beforeChange();
        ContainerId container = create(spec);
        EngineStart started = start(context, container);
        return new Made(spec, container, started.at().orElse(spec.startedAt()), started.place());
    }

    /**
     * Another process may have taken the name since the containers were listed. What this service
     * made itself is seen by the next try.
     */
    private ContainerId create(EngineSpec spec) {
        try {
            return daemon.create(spec);
        } catch (ContainerDaemon.NameTakenException taken) {
            if (owner.isOwn(taken.holder(), spec.gameId())) {
                throw new DependencyUnavailableException(
                        Dependency.DOCKER, taken.text() + ", which appeared meanwhile", taken);
            }
            throw new ContainerDaemon.DaemonRefusedException(
                    Refusals.words(owner.seen(taken.holder())), taken);
        }
    }

    /**
     * Starts a container that may have run before, if the game's state is still there. What its
     * engine wrote last is kept first.
     *
     * @throws ContainerDaemon.DaemonRefusedException if it is not, or if Docker refuses
     * @throws DependencyUnavailableException if the state root is missing
     */
    public EngineStart startAgain(OperationContext context, ContainerId container) {
        endings.keepBeforeLoss(context.operation(), context.record(), container);
        return start(context, container);
    }

    private EngineStart start(OperationContext context, ContainerId container) {
        requireRoot(context);
        Optional<String> absence = states.absence(context.operation().gameId(), context.record());
        if (absence.isPresent()) {
            throw new ContainerDaemon.DaemonRefusedException(absence.orElseThrow(), null);
        }
        context.ownership().beforeChange();
        return daemon.start(container);
    }

    /** What is interrupted here is finished when the root is back, or given up after a while. */
    private void requireRoot(OperationContext context) {
        Optional<DependencyUnavailableException> missing =
                states.missingRoot(context.operation().gameId(), context.record());
        if (missing.isEmpty()) {
            return;
        }
        DependencyUnavailableException outage = missing.orElseThrow();
        if (isOverdue(context.operation())) {
            throw new ContainerDaemon.DaemonRefusedException(outage.text(), outage);
        }
        throw outage;
    }

    private boolean isOverdue(OpenOperation operation) {
        return operation.sourceRef().isEmpty()
                && clock.instant().isAfter(operation.startedAt().plus(PATIENCE));
    }

    /**
     * Stops an engine before another one takes its place, also one that an inspection shows as
     * ended: such an answer may be wrong, and the request costs nothing if it is right. After an
     * interruption, Docker may also be about to complete an earlier stop; this one waits for that.
     *
     * @throws ContainerDaemon.DaemonRefusedException if Docker refuses, and the engine runs
     */
    void endForSure(OperationContext context, ContainerId container) {
        context.ownership().beforeChange();
        daemon.stop(container, policy.stopGrace());
    }

    /** Whether no engine of the game can be started now because its state is missing. */
    boolean lacksState(OperationContext context) {
        GameId gameId = context.operation().gameId();
        return states.missingRoot(gameId, context.record()).isPresent()
                || states.absence(gameId, context.record()).isPresent();
    }

    /**
     * Removes a container, even if its engine runs. What it wrote last is kept first.
     *
     * @throws ContainerDaemon.DaemonRefusedException if Docker refuses
     */
    void remove(OperationContext context, ContainerId container) {
        remove(context, container, daemon::remove);
    }

    /**
     * The same for a container whose engine has ended: if Docker says that it runs, nothing is
     * removed, and the operation looks again later.
     *
     * @throws ContainerDaemon.DaemonRefusedException if Docker refuses for another reason
     */
    void removeEnded(OperationContext context, ContainerId container) {
        remove(context, container, daemon::removeEnded);
    }

    private void remove(
            OperationContext context, ContainerId container, Consumer<ContainerId> removal) {
        endings.keepBeforeLoss(context.operation(), context.record(), container);
        context.ownership().beforeChange();
        try {
            removal.accept(container);
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            throw new ContainerDaemon.DaemonRefusedException(
                    "container %s cannot be removed: %s".formatted(container, refused.text()),
                    refused);
        }
    }
}

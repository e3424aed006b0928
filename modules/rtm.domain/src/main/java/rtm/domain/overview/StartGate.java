package rtm.domain.overview;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Drain;
import rtm.domain.model.OperationSource;
import rtm.domain.port.DrainSwitch;
import rtm.domain.time.Deadline;

/**
 * Whether new games are started. The answer is at most a second old, so a drain that another
 * process was asked for counts here too.
 */
public final class StartGate {

    /** How long a caller who only asks waits for an answer. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Log LOG = Log.of(StartGate.class);

    private final DrainSwitch stored;
    private final InstantSource clock;
    private final SharedLook<Optional<Drain>> looks;

    /** Reads nothing yet. */
    public StartGate(DrainSwitch stored, InstantSource clock) {
        this.stored = stored;
        this.clock = clock;
        this.looks = SharedLook.of(stored::drain);
    }

    /** Starts no more games, and returns the drain that counts. */
    public Drain drain(OperationSource source) {
        Drain requested = new Drain(clock.instant(), source);
        Drain counts = stored.drain(requested);
        looks.saw(Optional.of(counts));
        LOG.warn(
                "no new games are started until the drain ends",
                LogField.of("op_source", counts.source().wire()),
                LogField.of("since", counts.since()));
        return counts;
    }

    /** Starts games again. */
    public void endDrain(OperationSource source) {
        stored.endDrain();
        looks.saw(Optional.empty());
        LOG.info("games are started again", LogField.of("op_source", source.wire()));
    }

    private Optional<Drain> look() {
        Optional<Optional<Drain>> fresh = looks.fresh();
        if (fresh.isPresent()) {
            return fresh.orElseThrow();
        }
        Optional<Drain> drain = stored.drain();
        looks.saw(drain);
        return drain;
    }

    /**
     * Why no new game is started, as far as that is known; while PostgreSQL does not answer, that
     * is no reason of its own.
     */
    public Optional<String> refusal() {
        try {
            return SharedLook.await(looks.start(), Deadline.in(PATIENCE))
                    .seen()
                    .flatMap(drain -> drain.map(counts -> words(counts.since())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * Requires that games are started.
     *
     * @throws DependencyUnavailableException if they are not: what waits for a dependency waits for
     *     this too
     */
    void require() {
        look().ifPresent(drain -> {
            throw new DependencyUnavailableException(
                    Dependency.DRAIN, words(drain.since()), null, "drain");
        });
    }

    private static String words(Instant since) {
        return "no new games are started since %s; rtmanager drain --undo ends the drain"
                .formatted(since);
    }
}

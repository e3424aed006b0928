package rtm.domain.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.model.UnexpectedExit;
import rtm.domain.port.DaemonHost;
import rtm.domain.port.EndingStore;
import rtm.domain.port.NodeRegistry;
import rtm.domain.rule.DaemonLifetime;
import rtm.domain.rule.DaemonLifetime.Cause;
import rtm.domain.rule.DaemonLifetime.Gap;

/**
 * Finds the engines that ended together with the Docker daemon or its machine, and reports them in
 * one line. While the daemon is away, its last answer is stored, so that another process can take
 * over. Of a daemon that went while no process followed its events, nothing is known, unless the
 * machine has booted since.
 *
 * <p>Safe for use by many threads.
 */
public final class DaemonExitReport {

    private static final int MOST_NAMED = 20;
    private static final Log LOG = Log.of(DaemonExitReport.class);

    private final DaemonHost host;
    private final EndingStore endings;
    private final NodeRegistry registry;
    private final NodeId node;
    private final Map<ContainerId, UnexpectedExit> unreported = new LinkedHashMap<>();
    private final Set<UnexpectedExit> unmarked = new LinkedHashSet<>();
    private DaemonLifetime life = DaemonLifetime.UNKNOWN;
    private Optional<Instant> stored = Optional.empty();

    /**
     * Reports the ends on one node.
     *
     * @param node whose daemon it is
     */
    public DaemonExitReport(
            DaemonHost host, EndingStore endings, NodeRegistry registry, NodeId node) {
        this.host = host;
        this.endings = endings;
        this.registry = registry;
        this.node = node;
    }

    /**
     * This process leads now: if the daemon went while another process led, its last answer to that
     * process counts.
     */
    public void resume() {
        try {
            Optional<Instant> last = registry.lastAnswer(node);
            synchronized (this) {
                stored = last;
                if (life.equals(DaemonLifetime.UNKNOWN) && last.isPresent()) {
                    life = life.answered(last.orElseThrow()).brokeOff();
                }
            }
        } catch (DependencyUnavailableException away) {
            notStored(away);
        }
    }

    /**
     * The daemon answered.
     *
     * @param at when, by the daemon's clock
     */
    public synchronized void answered(Instant at) {
        life = life.answered(at);
        if (!unreported.isEmpty()) {
            Optional<Instant> bootedAt = host.bootedAt();
            unreported
                    .values()
                    .removeIf(end -> life.causeOf(end, bootedAt) instanceof Cause.Itself);
        }
    }

    /**
     * The daemon went: it closed its event stream, or nothing listens at its address. One that is
     * merely silent may hang and go on as before; what ends meanwhile ends by itself.
     */
    public void brokeOff() {
        Optional<Instant> last;
        synchronized (this) {
            life = life.brokeOff();
            last = life.lastAnswer();
        }
        store(last);
    }

    /** What cannot be stored now is stored at the next try to reach the daemon. */
    private void store(Optional<Instant> last) {
        synchronized (this) {
            if (stored.equals(last)) {
                return;
            }
        }
        try {
            last.ifPresentOrElse(
                    at -> registry.recordAnswer(node, at), () -> registry.forgetAnswer(node));
            synchronized (this) {
                stored = last;
            }
        } catch (DependencyUnavailableException away) {
            notStored(away);
        }
    }

    private static void notStored(DependencyUnavailableException away) {
        LOG.debug(
                "last answer of the daemon is not stored or read",
                LogField.of("error", away.text()));
    }

    /** An exit is about to be committed; may be called more than once for the same exit. */
    public synchronized void note(UnexpectedExit end) {
        unreported.put(end.container(), end);
    }

    /**
     * Whether an engine is known to have ended with the daemon or its machine. Often this is known
     * only once the daemon answers again; {@link #report} then stores it.
     */
    public synchronized boolean isWithDaemon(UnexpectedExit end) {
        return switch (life.causeOf(end, host.bootedAt())) {
            case Cause.Daemon _, Cause.Machine _ -> true;
            case Cause.Itself _, Cause.Undecided _ -> false;
        };
    }

    /** An exit is committed; the daemon's answer may have come between the two. */
    public synchronized void committed(UnexpectedExit end, boolean withDaemon) {
        if (!withDaemon && isWithDaemon(end)) {
            unmarked.add(end);
        }
    }

    /**
     * Called after records and containers were compared: logs which games ended with the daemon,
     * and adds that to their endings.
     */
    public void report() {
        Map<Gap, List<UnexpectedExit>> withDaemon = new LinkedHashMap<>();
        Map<Instant, List<UnexpectedExit>> withMachine = new LinkedHashMap<>();
        take(withDaemon, withMachine);
        mark(
                Stream.concat(withDaemon.values().stream(), withMachine.values().stream())
                        .flatMap(List::stream)
                        .toList());
        if (!withDaemon.isEmpty()) {
            reportDaemon(withDaemon);
        }
        if (isBack()) {
            store(Optional.empty());
        }
        withMachine.forEach((bootedAt, ends) ->
                LOG.warn(
                        "games ended with the docker daemon's machine",
                        LogField.of("games", ends.size()),
                        LogField.of("game_ids", named(ends)),
                        LogField.of("booted_at", bootedAt)));
    }

    /**
     * What ended while the daemon was away is known now, so its last answer before is not needed.
     */
    private synchronized boolean isBack() {
        return !life.away() && unreported.isEmpty() && unmarked.isEmpty();
    }

    /** What cannot be stored now is stored at the next report. */
    private void mark(List<UnexpectedExit> ends) {
        List<UnexpectedExit> due;
        synchronized (this) {
            unmarked.addAll(ends);
            due = List.copyOf(unmarked);
        }
        try {
            for (UnexpectedExit end : due) {
                end.finishedAt().ifPresent(at -> endings.endedWithDaemon(end.container(), at));
                marked(end);
            }
        } catch (DependencyUnavailableException away) {
            LOG.debug(
                    "endings cannot be marked yet",
                    LogField.of("endings", due.size()),
                    LogField.of("error", away.text()));
        }
    }

    private synchronized void marked(UnexpectedExit end) {
        unmarked.remove(end);
    }

    private synchronized void take(
            Map<Gap, List<UnexpectedExit>> withDaemon,
            Map<Instant, List<UnexpectedExit>> withMachine) {
        if (unreported.isEmpty()) {
            return;
        }
        Optional<Instant> bootedAt = host.bootedAt();
        for (Iterator<UnexpectedExit> ends = unreported.values().iterator(); ends.hasNext(); ) {
            UnexpectedExit end = ends.next();
            switch (life.causeOf(end, bootedAt)) {
                case Cause.Daemon(Gap gap) ->
                        withDaemon.computeIfAbsent(gap, _ -> new ArrayList<>()).add(end);
                case Cause.Machine(Instant at) ->
                        withMachine.computeIfAbsent(at, _ -> new ArrayList<>()).add(end);
                case Cause.Itself _ -> {}
                case Cause.Undecided _ -> {
                    continue;
                }
            }
            ends.remove();
        }
    }

    private static void reportDaemon(Map<Gap, List<UnexpectedExit>> withDaemon) {
        List<UnexpectedExit> ends = withDaemon.values().stream().flatMap(List::stream).toList();
        LOG.warn(
                "games ended with the docker daemon",
                LogField.of("games", ends.size()),
                LogField.of("game_ids", named(ends)),
                LogField.of(
                        "since",
                        withDaemon.keySet().stream()
                                .map(Gap::since)
                                .min(Comparator.naturalOrder())
                                .orElseThrow()),
                LogField.of(
                        "until",
                        withDaemon.keySet().stream()
                                .map(Gap::until)
                                .max(Comparator.naturalOrder())
                                .orElseThrow()));
    }

    private static String named(List<UnexpectedExit> ends) {
        return ends.stream()
                .map(end -> end.gameId().value())
                .sorted()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(","));
    }
}

package rtm.domain.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineEnd;
import rtm.domain.port.DaemonHost;
import rtm.domain.rule.DaemonLife;
import rtm.domain.rule.DaemonLife.Cause;
import rtm.domain.rule.DaemonLife.Gap;

/**
 * Knows which engines ended with the Docker daemon or its machine, and reports them together. What
 * it knows of the daemon is in memory: the ends while this process did not follow it are known only
 * if the machine was booted since.
 *
 * <p>Safe for use by many threads.
 */
public final class DaemonEnds {

    private static final int MOST_NAMED = 20;
    private static final Log LOG = Log.of(DaemonEnds.class);

    private final DaemonHost host;
    private final Map<ContainerId, EngineEnd> unreported = new LinkedHashMap<>();
    private DaemonLife life = DaemonLife.UNKNOWN;

    DaemonEnds(DaemonHost host) {
        this.host = host;
    }

    /**
     * The daemon answered.
     *
     * @param at when, by its clock
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

    /** The daemon's event stream broke off. */
    public synchronized void brokeOff() {
        life = life.brokeOff();
    }

    /** An end is about to be committed; it may be more than once. */
    synchronized void note(EngineEnd end) {
        unreported.put(end.container(), end);
    }

    /** Records and containers were compared: writes which games ended with the daemon. */
    public void report() {
        Map<Gap, List<EngineEnd>> withDaemon = new LinkedHashMap<>();
        Map<Instant, List<EngineEnd>> withMachine = new LinkedHashMap<>();
        take(withDaemon, withMachine);
        if (!withDaemon.isEmpty()) {
            reportDaemon(withDaemon);
        }
        withMachine.forEach((bootedAt, ends) ->
                LOG.warn(
                        "games ended with the docker daemon's machine",
                        Pair.of("games", ends.size()),
                        Pair.of("game_ids", named(ends)),
                        Pair.of("booted_at", bootedAt)));
    }

    private synchronized void take(
            Map<Gap, List<EngineEnd>> withDaemon, Map<Instant, List<EngineEnd>> withMachine) {
        if (unreported.isEmpty()) {
            return;
        }
        Optional<Instant> bootedAt = host.bootedAt();
        for (Iterator<EngineEnd> ends = unreported.values().iterator(); ends.hasNext(); ) {
            EngineEnd end = ends.next();
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

    private static void reportDaemon(Map<Gap, List<EngineEnd>> withDaemon) {
        List<EngineEnd> ends = withDaemon.values().stream().flatMap(List::stream).toList();
        LOG.warn(
                "games ended with the docker daemon",
                Pair.of("games", ends.size()),
                Pair.of("game_ids", named(ends)),
                Pair.of(
                        "since",
                        withDaemon.keySet().stream()
                                .map(Gap::since)
                                .min(Comparator.naturalOrder())
                                .orElseThrow()),
                Pair.of(
                        "until",
                        withDaemon.keySet().stream()
                                .map(Gap::until)
                                .max(Comparator.naturalOrder())
                                .orElseThrow()));
    }

    private static String named(List<EngineEnd> ends) {
        return ends.stream()
                .map(end -> end.gameId().value())
                .sorted()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(","));
    }
}

package rtm.main.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.time.Pulse;

/**
 * Reports to systemd that the service is ready, what it does, and that it lives. That it lives is
 * reported only while each of its loops turns; so a process that hangs is ended and started again,
 * and one whose dependency is away is not. A report that fails is logged once and changes nothing
 * else.
 */
public final class ServiceManager {

    /** The variable in which systemd names its socket; not set elsewhere. */
    public static final String SOCKET = "NOTIFY_SOCKET";

    private static final String WATCHDOG_MICROSECONDS = "WATCHDOG_USEC";

    /** Time to end beyond the time in which the service ends by itself. */
    private static final Duration STOP_RESERVE = Duration.ofSeconds(10);

    /** A loop may stand still for half of the time after which systemd ends the process. */
    private static final int STILL_PART = 2;

    private static final int REPORT_PART = 6;
    private static final Log LOG = Log.of(ServiceManager.class);

    private final Reports reports;
    private final Optional<Duration> watchdog;
    private volatile Optional<Thread> watch = Optional.empty();
    private boolean failed;

    /** Where reports go. */
    @FunctionalInterface
    interface Reports {
        void send(String text) throws IOException;
    }

    ServiceManager(Reports reports, Optional<Duration> watchdog) {
        this.reports = reports;
        this.watchdog = watchdog;
    }

    /**
     * The systemd that started this process.
     *
     * @param environment the variables that it set, with {@link #SOCKET} among them
     */
    public static ServiceManager of(Map<String, String> environment) {
        String address = environment.getOrDefault(SOCKET, "");
        return new ServiceManager(
                text -> new NotifySocket(address).send(text),
                watchdog(environment.getOrDefault(WATCHDOG_MICROSECONDS, "")));
    }

    private static Optional<Duration> watchdog(String microseconds) {
        return microseconds.matches("[1-9][0-9]{0,17}")
                ? Optional.of(Duration.ofNanos(Math.multiplyExact(1000L, toLong(microseconds))))
                : Optional.empty();
    }

    private static long toLong(String microseconds) {
        return Math.min(Long.parseLong(microseconds), Long.MAX_VALUE / 1000);
    }

    /**
     * The service can do its work, or stands by to do it. From then on systemd expects signs of
     * life, if the unit asks for them.
     *
     * @param loops the loops that must turn
     */
    public void ready(List<Pulse> loops) {
        send("READY=1");
        watch =
                watchdog.map(within ->
                        Thread.ofPlatform()
                                .daemon()
                                .name("systemd-watchdog")
                                .start(() -> watch(within, List.copyOf(loops))));
    }

    /** What the service does now, in a word or two for {@code systemctl status}. */
    public void status(String words) {
        send("STATUS=" + words);
    }

    /**
     * The service stops; from then on it need not report that it lives.
     *
     * @param budget the time after which it ends in any case, also if the unit gives it less
     */
    public void stopping(Duration budget) {
        watch.ifPresent(Thread::interrupt);
        long microseconds = budget.plus(STOP_RESERVE).toMillis() * 1000;
        send("STOPPING=1\nSTATUS=stopping\nEXTEND_TIMEOUT_USEC=" + microseconds);
    }

    private void watch(Duration within, List<Pulse> loops) {
        Still still = new Still(loops, within.dividedBy(STILL_PART));
        try {
            while (true) {
                if (!still.anyStands()) {
                    send("WATCHDOG=1");
                }
                Thread.sleep(within.dividedBy(REPORT_PART));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void send(String text) {
        try {
            reports.send(text);
            failed = false;
        } catch (IOException refused) {
            if (!failed) {
                LOG.warn(
                        "systemd does not get the service's reports",
                        LogField.of("error", String.valueOf(refused.getMessage())));
            }
            failed = true;
        }
    }

    /** Looks whether loops stand still, and logs it once. */
    static final class Still {
        private final List<Pulse> loops;
        private final Duration longest;
        private boolean logged;

        Still(List<Pulse> loops, Duration longest) {
            this.loops = loops;
            this.longest = longest;
        }

        boolean anyStands() {
            List<String> standing =
                    loops.stream()
                            .filter(loop -> !loop.beatWithin(longest))
                            .map(Pulse::name)
                            .toList();
            if (!standing.isEmpty() && !logged) {
                LOG.error(
                        "the service stands still, systemd restarts it unless it turns again",
                        LogField.of("loops", String.join(",", standing)),
                        LogField.of("for", longest));
            }
            logged = !standing.isEmpty();
            return logged;
        }
    }
}

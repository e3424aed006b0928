package rtm.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.BootId;
import rtm.domain.model.Duty;
import rtm.domain.time.Deadline;
import rtm.domain.time.Durations;
import rtm.domain.time.Pulse;

/**
 * The loop of the thread that owns the presence connection: answers questions, checks the
 * connection, and reconnects.
 */
final class PresenceLoop implements Runnable {

    private static final Log LOG = Log.of(PresenceLoop.class);

    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    /**
     * How long a successful answer of the server counts, from when it was asked. It is longer than
     * the pause and the deadline of a check together, and shorter than the time after which the
     * server ends the session of a silent machine, which begins later: when the question has come.
     * So a process that was paused, wherever that was, sees before it acts again that its presence
     * is uncertain.
     */
    private static final Duration SURE_FOR = Duration.ofSeconds(4);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final DataSource source;
    private final BootId bootId;
    private final int port;
    private final LeaderWatch leaderWatch;
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private final Pulse pulse = new Pulse("postgres-presence");
    private final Semaphore changes = new Semaphore(0);
    private @Nullable PresenceSession session;

    private volatile boolean stopped;
    private volatile boolean connected = true;
    private volatile Set<Duty> duties = Set.of();

    /** Lost with a session, and not asked for again since. */
    private volatile Set<Duty> lost = Set.of();

    private volatile long lastAnswer = System.nanoTime();
    private volatile String lossReason = "no recent answer";
    private Deadline nextCheck = Deadline.in(CHECK_EVERY);
    private final Outage outage;

    PresenceLoop(
            DataSource source,
            BootId bootId,
            int port,
            PresenceSession session,
            LeaderWatch leaderWatch) {
        this.source = source;
        this.bootId = bootId;
        this.port = port;
        this.session = session;
        this.leaderWatch = leaderWatch;
        this.outage =
                new Outage(
                        LOG,
                        "postgres presence lock lost, docker changes suspended",
                        "postgres presence lock regained",
                        LogField.of("boot_id", bootId));
    }

    boolean held() {
        return connected && System.nanoTime() - lastAnswer < SURE_FOR.toNanos();
    }

    boolean has(Duty duty) {
        return duties.contains(duty) && held();
    }

    /** Whether a lost session has cost a duty that nobody has asked for again. */
    boolean missesDuty() {
        return !lost.isEmpty();
    }

    /** Waits until the session is lost, or there is a new one, or the time is up. */
    void awaitChange(Duration longest) throws InterruptedException {
        if (changes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            changes.drainPermits();
        }
    }

    /** Beats also while the server is away. */
    Pulse pulse() {
        return pulse;
    }

    /** Passes a question to the loop; false if there is no connection. */
    boolean ask(Question question) {
        return connected && questions.add(question);
    }

    void stop() {
        stopped = true;
        connected = false;
        duties = Set.of();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                pulse.beat();
                PresenceSession current = session;
                if (current == null) {
                    session = regain();
                } else {
                    serve(current);
                }
            }
        } catch (InterruptedException e) {
            // Only close() interrupts this thread.
            stop();
        } finally {
            end();
        }
    }

    private void serve(PresenceSession current) throws InterruptedException {
        Question question = questions.poll(nextCheck.left().toMillis() + 1, TimeUnit.MILLISECONDS);
        try {
            if (nextCheck.past() || (question != null && question.asked() instanceof Asked.Look)) {
                nextCheck = Deadline.in(CHECK_EVERY);
                timed(() -> current.check());
            }
            if (question != null && !question.answer().isDone()) {
                answer(current, question);
            }
        } catch (SQLException e) {
            lose(e, question);
        } catch (RuntimeException e) {
            LOG.defect("defect in postgres presence", e);
            lose(new SQLException(e), question);
        }
    }

    private void answer(PresenceSession current, Question question) throws SQLException {
        question.answer()
                .complete(
                        switch (question.asked()) {
                            case Asked.Look _ -> true;
                            case Asked.Take(Duty duty) -> tryTake(current, duty);
                            case Asked.IsFree(BootId other) -> timed(() -> current.isFree(other));
                        });
    }

    /** A question to the server. */
    private interface Query<T> {
        T ask() throws SQLException;
    }

    private <T> T timed(Query<T> query) throws SQLException {
        long asked = System.nanoTime();
        T answer = query.ask();
        lastAnswer = asked;
        return answer;
    }

    /** A lock that is taken twice would have to be released twice, so it is taken once. */
    private boolean tryTake(PresenceSession current, Duty duty) throws SQLException {
        if (duties.contains(duty)) {
            return true;
        }
        boolean taken = timed(() -> current.tryTake(duty));
        lost = without(lost, duty);
        if (taken) {
            duties = union(duties, Set.of(duty));
        } else {
            current.endStandstill(leaderWatch, duty);
        }
        return taken;
    }

    private static Set<Duty> union(Set<Duty> some, Set<Duty> others) {
        Set<Duty> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    private static Set<Duty> without(Set<Duty> some, Duty duty) {
        Set<Duty> rest = new HashSet<>(some);
        rest.remove(duty);
        return Set.copyOf(rest);
    }

    private void lose(SQLException reason, @Nullable Question asked) {
        end();
        reportLoss(reason);
        if (asked != null) {
            asked.answer().completeExceptionally(reason);
        }
    }

    private void reportLoss(SQLException reason) {
        lossReason = SqlFailures.words(reason);
        if (!stopped) {
            outage.failed(SqlFailures.reason(reason), lossReason);
        }
    }

    /** Why presence is not held, if known. */
    String lossReason() {
        return lossReason;
    }

    private void end() {
        connected = false;
        lost = union(lost, duties);
        duties = Set.of();
        if (session != null) {
            session.close();
            session = null;
            changes.release();
        }
        for (Question left = questions.poll(); left != null; left = questions.poll()) {
            left.answer().completeExceptionally(new SQLException("the connection was lost"));
        }
    }

    /** Tries until it succeeds or is interrupted. */
    private PresenceSession regain() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            pulse.beat();
            try {
                PresenceSession again = timed(() -> PresenceSession.open(source, bootId, port));
                connected = !stopped;
                changes.release();
                outage.ended();
                return again;
            } catch (SQLException e) {
                reportLoss(e);
            }
            Thread.sleep(jittered(pause));
            pause = Durations.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private static Duration jittered(Duration pause) {
        return pause.multipliedBy(ThreadLocalRandom.current().nextInt(50, 101)).dividedBy(100);
    }

    /**
     * A question to the server, and its answer.
     *
     * @param asked what is asked
     * @param answer whether the session works, or the lock was available
     */
    record Question(Asked asked, CompletableFuture<Boolean> answer) {

        static Question of(Asked asked) {
            return new Question(asked, new CompletableFuture<>());
        }
    }

    /** What can be asked. */
    sealed interface Asked {

        /** Whether the session works. */
        record Look() implements Asked {}

        /** Whether this process has the duty now. */
        record Take(Duty duty) implements Asked {}

        /** Whether the lock of a process is free. */
        record IsFree(BootId other) implements Asked {}
    }
}

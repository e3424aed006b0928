package rtm.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.BootId;
import rtm.domain.time.Durations;

/** The thread that owns the presence connection: answers questions, checks it, and gets it back. */
final class PresenceLoop implements Runnable {

    private static final Log LOG = Log.of(PresenceLoop.class);

    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    /**
     * How long a good answer of the server counts. Longer than the pause and the deadline of a
     * check together, and much shorter than the time after which the server gives up a silent
     * machine: a process that was paused knows, before it acts again, that it can no longer be
     * sure.
     */
    private static final Duration SURE_FOR = Duration.ofSeconds(4);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final DataSource source;
    private final BootId bootId;
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private @Nullable PresenceSession session;

    private volatile boolean stopped;
    private volatile boolean connected = true;
    private volatile boolean leader;
    private volatile long lastAnswer = System.nanoTime();

    PresenceLoop(DataSource source, BootId bootId, PresenceSession session) {
        this.source = source;
        this.bootId = bootId;
        this.session = session;
    }

    boolean held() {
        return connected && System.nanoTime() - lastAnswer < SURE_FOR.toNanos();
    }

    boolean leads() {
        return leader && held();
    }

    /** Puts a question to the server; false if there is no connection to put it over. */
    boolean ask(Question question) {
        return connected && questions.add(question);
    }

    void stop() {
        stopped = true;
        connected = false;
        leader = false;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                PresenceSession current = session;
                if (current == null) {
                    session = regain();
                } else {
                    serve(current);
                }
            }
        } catch (InterruptedException e) {
            // Only close() interrupts this thread, and what it asks for follows.
            stop();
        } finally {
            end();
        }
    }

    private void serve(PresenceSession current) throws InterruptedException {
        Question question = questions.poll(CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (question == null) {
                current.check();
            } else if (!question.answer().isDone()) {
                answer(current, question);
            }
            lastAnswer = System.nanoTime();
        } catch (SQLException e) {
            lose(e, question);
        } catch (RuntimeException e) {
            LOG.defect("presence in postgres failed", e);
            lose(new SQLException(e), question);
        }
    }

    private void answer(PresenceSession current, Question question) throws SQLException {
        BootId other = question.other();
        if (other != null) {
            question.answer().complete(current.isFree(other));
            return;
        }
        leader = leader || current.tryLead();
        question.answer().complete(leader);
    }

    private void lose(SQLException reason, @Nullable Question asked) {
        end();
        if (asked != null) {
            asked.answer().completeExceptionally(reason);
        }
        if (!stopped) {
            LOG.warn(
                    "presence in postgres lost, no new change to docker until it is back",
                    Pair.of("boot_id", bootId),
                    Pair.of("error", SqlFailures.words(reason)));
        }
    }

    private void end() {
        connected = false;
        leader = false;
        if (session != null) {
            session.close();
            session = null;
        }
        for (Question left = questions.poll(); left != null; left = questions.poll()) {
            left.answer().completeExceptionally(new SQLException("the connection was lost"));
        }
    }

    /** Tries until it works, or until it is interrupted. */
    private PresenceSession regain() throws InterruptedException {
        long since = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                PresenceSession again = PresenceSession.open(source, bootId);
                lastAnswer = System.nanoTime();
                connected = !stopped;
                LOG.info(
                        "presence in postgres regained",
                        Pair.of("boot_id", bootId),
                        Pair.of("after_ms", (System.nanoTime() - since) / 1_000_000));
                return again;
            } catch (SQLException e) {
                LOG.debug(
                        "presence in postgres still lost", Pair.of("error", SqlFailures.words(e)));
            }
            Thread.sleep(jittered(pause));
            pause = Durations.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private static Duration jittered(Duration pause) {
        return pause.multipliedBy(ThreadLocalRandom.current().nextInt(50, 101)).dividedBy(100);
    }

    /**
     * A question to the server and the place for its answer.
     *
     * @param other the process that is asked about; null when the leader's lock is asked for
     * @param answer whether the lock could be had
     */
    record Question(@Nullable BootId other, CompletableFuture<Boolean> answer) {

        static Question lead() {
            return new Question(null, new CompletableFuture<>());
        }

        static Question isFree(BootId other) {
            return new Question(other, new CompletableFuture<>());
        }
    }
}

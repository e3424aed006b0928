package rtm.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.BootId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Duty;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.ProcessPresence;
import rtm.domain.time.Pulse;
import rtm.store.PresenceLoop.Asked;
import rtm.store.dsn.Dsn;

/**
 * Presence by advisory locks of one PostgreSQL session. Its connection belongs to one thread, which
 * checks it every second. Callers pass their questions to that thread, so that an interrupted
 * caller never closes the connection.
 *
 * <p>Does not work through a pooler that shares sessions between transactions: the next user of the
 * session would hold the locks.
 */
public final class PostgresPresence implements ProcessPresence, DependencyCheck, AutoCloseable {

    /** How long the server may take to answer a question. */
    static final Duration DEADLINE = Duration.ofSeconds(2);

    /** A question may have to wait for one other. */
    private static final Duration ANSWER = DEADLINE.multipliedBy(2);

    private static final Duration STOP = Duration.ofSeconds(3);

    private final BootId bootId;
    private final PresenceLoop loop;
    private final Thread thread;

    private PostgresPresence(BootId bootId, PresenceLoop loop, Thread thread) {
        this.bootId = bootId;
        this.loop = loop;
        this.thread = thread;
    }

    /**
     * Connects and takes the lock of this process.
     *
     * @throws StoreOpenException with one sentence, if that fails
     */
    public static PostgresPresence open(Dsn dsn, BootId bootId) {
        return open(dsn, bootId, StoreSettings.DEFAULT_LEADER_TIMEOUT);
    }

    /**
     * Connects and takes the lock of this process.
     *
     * @param leaderTimeout how long a leader may stand still before this process takes over
     * @throws StoreOpenException with one sentence, if that fails
     */
    public static PostgresPresence open(Dsn dsn, BootId bootId, Duration leaderTimeout) {
        return open(dsn, bootId, leaderTimeout, 0);
    }

    /**
     * The same, and other processes see where this one answers.
     *
     * @param port its port; 0 if that is not known
     * @throws StoreOpenException with one sentence, if that fails
     */
    public static PostgresPresence open(Dsn dsn, BootId bootId, Duration leaderTimeout, int port) {
        ServerDataSource source = Connections.forPresence(dsn, DEADLINE);
        try {
            PresenceSession session =
                    PresenceSession.of(PoolerCheck.sessionOfItsOwn(source, dsn), bootId, port);
            PresenceLoop loop =
                    new PresenceLoop(source, bootId, port, session, new LeaderWatch(leaderTimeout));
            Thread thread = Thread.ofVirtual().name("postgres-presence").start(loop);
            return new PostgresPresence(bootId, loop, thread);
        } catch (SQLException e) {
            throw OpenFailures.explain(dsn, e);
        }
    }

    @Override
    public BootId bootId() {
        return bootId;
    }

    @Override
    public boolean held() {
        return loop.held();
    }

    @Override
    public boolean tryTake(Duty duty) {
        if (loop.has(duty)) {
            return true;
        }
        try {
            return answer(new Asked.Take(duty));
        } catch (DependencyUnavailableException e) {
            return false;
        }
    }

    @Override
    public boolean has(Duty duty) {
        return loop.has(duty);
    }

    @Override
    public boolean isDead(BootId other) {
        return !other.equals(bootId) && answer(new Asked.IsFree(other));
    }

    @Override
    public void awaitChange(Duration longest) throws InterruptedException {
        loop.awaitChange(longest);
    }

    private boolean answer(Asked asked) {
        PresenceLoop.Question question = PresenceLoop.Question.of(asked);
        if (!loop.ask(question)) {
            throw unavailable("the connection for presence is lost", null);
        }
        try {
            return question.answer().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            question.answer().cancel(false);
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while waiting for its answer", e);
        } catch (TimeoutException e) {
            question.answer().cancel(false);
            throw unavailable("it did not answer in time", e);
        } catch (ExecutionException e) {
            throw unavailable("the connection for presence was lost", e);
        }
    }

    private static DependencyUnavailableException unavailable(
            String words, @Nullable Exception cause) {
        return new DependencyUnavailableException(Dependency.POSTGRES, words, cause);
    }

    @Override
    public Dependency dependency() {
        return Dependency.POSTGRES;
    }

    /**
     * Checks now that presence is held: right after a failover the loop, which looks each second,
     * may not yet know that the session is gone. After a new session, this process works again when
     * it has asked for its duties: another one may have taken them.
     */
    @Override
    public void check() {
        if (held()) {
            try {
                answer(new Asked.Look());
                if (loop.missesDuty()) {
                    throw unavailable("its session is new, and its locks are not yet taken", null);
                }
                return;
            } catch (DependencyUnavailableException failed) {
                if (held()) {
                    throw failed;
                }
            }
        }
        throw unavailable("presence is lost: " + loop.lossReason(), null);
    }

    /** The pulse of the thread that owns the session; it beats also while the server is away. */
    public Pulse pulse() {
        return loop.pulse();
    }

    /** Ends the session: from now on, other processes treat this one as dead. */
    @Override
    public void close() {
        loop.stop();
        thread.interrupt();
        try {
            thread.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package rtm.domain.time;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets requests that wait at the same time share one call. A request that finds no call under way
 * is made at once and alone. Those that arrive meanwhile wait, and the next call is for all of
 * them; so every answer comes from a call that began after its request. One that waited too long is
 * made alone, and a call that has lasted that long holds no place any more: one that hangs delays
 * only those that arrive in its first moments.
 *
 * @param <Q> the type of a request
 * @param <A> the type of its answer
 */
public final class SharedCalls<Q, A> {

    /** With two, most calls were made for one request. */
    private static final int CALLS = 1;

    private static final int MOST = 64;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final int calls;
    private final int most;
    private final Duration patience;
    private final Call<Q, A> call;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Turn<Q, A>> waiting = new ArrayDeque<>();
    private final Set<Turn<Q, A>> underWay = new HashSet<>();

    /**
     * No call is under way. One may be before requests wait, each of them half a second at most.
     */
    public SharedCalls(Call<Q, A> call) {
        this(CALLS, MOST, PATIENCE, call, System::nanoTime);
    }

    /**
     * No call is under way.
     *
     * @param calls how many calls may be under way before requests wait
     * @param most how many requests share a call at most
     * @param patience how long a request waits for its call to begin
     */
    SharedCalls(int calls, int most, Duration patience, Call<Q, A> call, LongSupplier nanos) {
        this.nanos = nanos;
        this.calls = calls;
        this.most = most;
        this.patience = patience;
        this.call = call;
    }

    /** Makes one call for one or more requests. It must have a deadline. */
    @FunctionalInterface
    public interface Call<Q, A> {

        /** The answers, in the order of the requests. What it throws is thrown to all of them. */
        List<A> make(List<Q> requests);
    }

    /**
     * Waits for the answer. If the thread that makes a shared call is interrupted, the other
     * requests are made again, each alone: a request must be one that may be repeated.
     */
    public A ask(Q request) {
        Turn<Q, A> turn = new Turn<>(request);
        if (!beginsNow(turn) && !awaitTurn(turn) && leave(turn)) {
            return alone(request);
        }
        turn.awaitCall();
        if (turn.leads) {
            lead(turn);
        }
        return turn.outcome.answer().orElseGet(() -> alone(request));
    }

    private A alone(Q request) {
        return call.make(List.of(request)).getFirst();
    }

    private boolean beginsNow(Turn<Q, A> turn) {
        lock.lock();
        try {
            if (hasPlace()) {
                begin(turn);
                return true;
            }
            waiting.add(turn);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasPlace() {
        long now = nanos.getAsLong();
        return underWay.stream().filter(each -> now - each.beganAt < patience.toNanos()).count()
                < calls;
    }

    private void begin(Turn<Q, A> turn) {
        underWay.add(turn);
        turn.lead(nanos.getAsLong());
    }

    /** False if the turn has not come in time, or if the thread was interrupted. */
    private boolean awaitTurn(Turn<Q, A> turn) {
        try {
            return turn.called.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** False if its call is under way. */
    private boolean leave(Turn<Q, A> turn) {
        lock.lock();
        try {
            return waiting.remove(turn);
        } finally {
            lock.unlock();
        }
    }

    private void lead(Turn<Q, A> first) {
        List<Turn<Q, A>> group = new ArrayList<>(List.of(first));
        lock.lock();
        try {
            while (group.size() < most && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
        try {
            List<A> answers = call.make(group.stream().map(turn -> turn.request).toList());
            for (int i = 0; i < group.size(); i++) {
                A answer = answers.get(i);
                group.get(i).outcome = () -> Optional.of(answer);
            }
        } catch (RuntimeException failed) {
            boolean interrupted = Thread.currentThread().isInterrupted();
            for (Turn<Q, A> turn : group) {
                if (turn == first || !interrupted) {
                    turn.outcome =
                            () -> {
                                throw failed;
                            };
                }
            }
        } finally {
            passOn(first);
            group.forEach(turn -> turn.called.countDown());
        }
    }

    private void passOn(Turn<Q, A> ended) {
        lock.lock();
        try {
            underWay.remove(ended);
            if (!waiting.isEmpty() && hasPlace()) {
                begin(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The outcome of a request; empty if it must be made alone. */
    @FunctionalInterface
    private interface Outcome<A> {
        Optional<A> answer();
    }

    /** A request that waits for its call, or for its turn to make one. */
    private static final class Turn<Q, A> {
        private final Q request;

        /** Open when it is known whether it leads, or what the outcome of its call is. */
        private final CountDownLatch called = new CountDownLatch(1);

        private volatile boolean leads;
        private volatile long beganAt;
        private volatile Outcome<A> outcome = Optional::empty;

        private Turn(Q request) {
            this.request = request;
        }

        private void lead(long now) {
            beganAt = now;
            leads = true;
            called.countDown();
        }

        /** Not to be interrupted: others decide, and the call has a deadline. */
        private void awaitCall() {
            boolean interrupted = false;
            while (true) {
                try {
                    called.await();
                    break;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

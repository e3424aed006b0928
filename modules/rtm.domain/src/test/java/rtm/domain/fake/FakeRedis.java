package rtm.domain.fake;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;

/** The link to an imaginary Redis: passes calls, fails them, or loses their answers. */
final class FakeRedis {

    private final AtomicInteger answersToLose = new AtomicInteger();
    private volatile boolean unavailable;

    void unavailable(boolean away) {
        unavailable = away;
    }

    void loseAnswers(int calls) {
        answersToLose.set(calls);
    }

    <T> T call(Supplier<T> effect) {
        requireAvailable();
        T answer = effect.get();
        if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw away("the answer was lost");
        }
        return answer;
    }

    void run(Runnable effect) {
        call(() -> {
            effect.run();
            return true;
        });
    }

    void requireAvailable() {
        if (unavailable) {
            throw away("unavailable, as the test asked");
        }
    }

    private static DependencyUnavailableException away(String words) {
        return new DependencyUnavailableException(Dependency.REDIS, words, null);
    }
}

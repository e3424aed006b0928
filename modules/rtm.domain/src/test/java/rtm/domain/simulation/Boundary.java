package rtm.domain.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.GameLeases;

/**
 * All calls of one process to the world outside, counted, so that any one of them can go wrong.
 * Once the process died here, no call of it has an effect any more. Calls may come from many
 * threads; plans are for tests of one.
 */
public final class Boundary {

    /** What goes wrong at a call. */
    public enum Mishap {
        DIES_BEFORE_ITS_EFFECT,
        DIES_AFTER_ITS_EFFECT,
        FAILS_BEFORE_ITS_EFFECT,
        FAILS_AFTER_ITS_EFFECT;

        boolean deadly() {
            return switch (this) {
                case DIES_BEFORE_ITS_EFFECT, DIES_AFTER_ITS_EFFECT -> true;
                case FAILS_BEFORE_ITS_EFFECT, FAILS_AFTER_ITS_EFFECT -> false;
            };
        }

        boolean beforeEffect() {
            return switch (this) {
                case DIES_BEFORE_ITS_EFFECT, FAILS_BEFORE_ITS_EFFECT -> true;
                case DIES_AFTER_ITS_EFFECT, FAILS_AFTER_ITS_EFFECT -> false;
            };
        }
    }

    private record Plan(Predicate<String> due, Mishap mishap) {}

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private volatile Consumer<String> before = _ -> {};
    private Optional<Plan> plan = Optional.empty();
    private boolean dead;
    private boolean happened;

    /** Lets the call of that number go wrong, counted from 1. */
    public void plan(int call, Mishap mishap) {
        plan = Optional.of(new Plan(_ -> calls.size() == call, mishap));
    }

    /** Lets the first call of that name go wrong. */
    public void planFirst(String method, Mishap mishap) {
        plan =
                Optional.of(
                        new Plan(
                                name ->
                                        name.equals(method)
                                                && calls.indexOf(name) == calls.size() - 1,
                                mishap));
    }

    /** Docker refuses every call of that name in these words. */
    public void refuse(String method, String words) {
        refusals.put(method, words);
    }

    /** Runs before every call from now on, given its name; the call throws what this throws. */
    public void beforeEach(Consumer<String> what) {
        before = what;
    }

    /** The calls so far, by name. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Whether nothing has gone wrong yet. */
    public boolean inPeace() {
        return !happened;
    }

    public boolean dead() {
        return dead;
    }

    /** The port with its calls counted; where no dependency is named, calls do not fail. */
    public <T> T around(Class<T> port, T real, Optional<Dependency> dependency) {
        return port.cast(
                Proxy.newProxyInstance(
                        Boundary.class.getClassLoader(),
                        new Class<?>[] {port},
                        (proxy, method, arguments) ->
                                isDefault(method, real)
                                        // What it asks outside is counted by itself.
                                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                                        : cross(
                                                method.getName(),
                                                () -> method.invoke(real, arguments),
                                                dependency)));
    }

    private static boolean isDefault(Method method, Object real)
            throws ReflectiveOperationException {
        return method.isDefault()
                && real.getClass()
                        .getMethod(method.getName(), method.getParameterTypes())
                        .isDefault();
    }

    /** A call that was let through. */
    @FunctionalInterface
    private interface Call {
        Object make() throws ReflectiveOperationException;
    }

    private Object cross(String name, Call call, Optional<Dependency> dependency) throws Throwable {
        if (dead) {
            throw new ProcessDiedError();
        }
        calls.add(name);
        before.accept(name);
        Optional<Mishap> mishap =
                plan.filter(planned -> planned.due().test(name))
                        .map(Plan::mishap)
                        .filter(each -> each.deadly() || dependency.isPresent());
        if (mishap.filter(Mishap::beforeEffect).isPresent()) {
            throw happen(mishap.orElseThrow(), dependency);
        }
        String words = refusals.getOrDefault(name, "");
        if (!words.isEmpty()) {
            throw new ContainerDaemon.DaemonRefusedException(words, null);
        }
        Object answer = effect(call);
        if (mishap.isPresent()) {
            throw happen(mishap.orElseThrow(), dependency);
        }
        return answer instanceof GameLeases.Attempt.Acquired(GameLeases.Lease lease)
                ? new GameLeases.Attempt.Acquired(new MortalLease(lease))
                : answer;
    }

    private static Object effect(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private Throwable happen(Mishap mishap, Optional<Dependency> dependency) {
        happened = true;
        if (mishap.deadly()) {
            dead = true;
            return new ProcessDiedError();
        }
        return new DependencyUnavailableException(
                dependency.orElseThrow(), "the test lets it fail", null);
    }

    /** A lease that a dead process can no longer free. */
    private final class MortalLease implements GameLeases.Lease {
        private final GameLeases.Lease held;

        MortalLease(GameLeases.Lease held) {
            this.held = held;
        }

        @Override
        public boolean valid() {
            return held.valid();
        }

        @Override
        public void close() {
            if (!dead) {
                held.close();
            }
        }
    }
}

package rtm.workers;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;

/**
 * A process calls its ports through this gate; a test can watch the calls, fail them, or kill the
 * process here.
 */
public final class Gate {

    private final Changes changes;
    private final List<Witness> before = new CopyOnWriteArrayList<>();
    private final List<Witness> after = new CopyOnWriteArrayList<>();
    private final CountDownLatch buried = new CountDownLatch(1);
    private final ReentrantReadWriteLock effects = new ReentrantReadWriteLock();
    private volatile boolean dead;

    Gate(Changes changes) {
        this.changes = changes;
    }

    /** Sees a call, and may throw in its place. */
    @FunctionalInterface
    public interface Witness {
        void sees(String call, Object[] arguments);
    }

    /** Shows the witness each call before it takes effect. */
    public void before(Witness witness) {
        before.add(witness);
    }

    /**
     * Shows the witness each call after it took effect; an exception that it throws replaces the
     * answer.
     */
    void after(Witness witness) {
        after.add(witness);
    }

    /** From now on no call of this process takes effect or returns, as after a kill -9. */
    void kill() {
        dead = true;
    }

    /** The same, after the running calls took effect. */
    void killBetweenCalls() {
        effects.writeLock().lock();
        try {
            dead = true;
        } finally {
            effects.writeLock().unlock();
        }
    }

    /** Lets the threads of a dead process end. */
    public void bury() {
        buried.countDown();
    }

    <T> T guard(Class<T> port, Dependency dependency, T target) {
        Object proxy =
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (self, method, given) -> {
                            Object[] arguments = given == null ? new Object[0] : given;
                            if (method.getName().startsWith("await")) {
                                // Only a wait, so a dead process may end it.
                                return waited(method, target, arguments);
                            }
                            if (isDefault(method, target)) {
                                // The calls that it makes come here by themselves.
                                return InvocationHandler.invokeDefault(self, method, arguments);
                            }
                            String call = port.getSimpleName() + "." + method.getName();
                            standStillIfDead(dependency);
                            before.forEach(witness -> witness.sees(call, arguments));
                            try {
                                Object answer = effect(method, target, arguments);
                                after.forEach(witness -> witness.sees(call, arguments));
                                return answer;
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            } finally {
                                changes.note();
                                standStillIfDead(dependency);
                            }
                        });
        return port.cast(proxy);
    }

    private static Object waited(Method method, Object target, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static boolean isDefault(Method method, Object target)
            throws ReflectiveOperationException {
        return method.isDefault()
                && target.getClass()
                        .getMethod(method.getName(), method.getParameterTypes())
                        .isDefault();
    }

    private Object effect(Method method, Object target, Object[] arguments)
            throws ReflectiveOperationException {
        effects.readLock().lock();
        try {
            if (dead) {
                throw new InvocationTargetException(
                        new DependencyUnavailableException(
                                Dependency.POSTGRES, "the process is dead", null));
            }
            return method.invoke(target, arguments);
        } finally {
            effects.readLock().unlock();
        }
    }

    private void standStillIfDead(Dependency dependency) {
        if (!dead) {
            return;
        }
        try {
            buried.await();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
        throw new DependencyUnavailableException(dependency, "the process is dead", null);
    }
}

package rtm.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import rtm.domain.model.ContainerId;
import rtm.domain.port.ContainerOutput;

/** Output that a test writes; each follower is known by its number. */
final class FakeContainerOutput implements ContainerOutput {

    final List<LineSink> sinks = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Semaphore opened = new Semaphore(0);
    private final Semaphore closed = new Semaphore(0);

    @Override
    public Following follow(ContainerId container, int lines, LineSink sink) {
        sinks.add(sink);
        asked.add(container + " " + lines);
        opened.release();
        return closed::release;
    }

    void awaitOpened(int count) throws InterruptedException {
        await(opened, count);
    }

    void awaitClosed(int count) throws InterruptedException {
        await(closed, count);
    }

    private static void await(Semaphore happened, int count) throws InterruptedException {
        if (!happened.tryAcquire(count, 20, java.util.concurrent.TimeUnit.SECONDS)) {
            throw new AssertionError("did not happen");
        }
    }
}

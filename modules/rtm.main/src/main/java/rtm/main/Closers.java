package rtm.main;

import java.util.ArrayDeque;
import java.util.Deque;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;

/** Closes opened resources in reverse order: tries every close and logs each. */
final class Closers implements AutoCloseable {

    private static final Log LOG = Log.of(Closers.class);

    private final Deque<Closer> open = new ArrayDeque<>();

    private record Closer(String name, AutoCloseable resource) {}

    /** Adds an opened resource. */
    synchronized <T extends AutoCloseable> T add(String name, T resource) {
        open.push(new Closer(name, resource));
        return resource;
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            Closer closer = open.pop();
            try {
                closer.resource().close();
                LOG.info(closer.name() + " closed");
            } catch (Exception failed) {
                if (failed instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                LOG.warn(
                        closer.name() + " could not be closed",
                        LogField.of("error", String.valueOf(failed.getMessage())));
            }
        }
    }
}

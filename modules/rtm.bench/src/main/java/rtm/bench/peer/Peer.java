package rtm.bench.peer;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A way to run engines: each is a container of its own, with the limits of {@link Engine} where
 * that can be said.
 */
public interface Peer extends Closeable {

    /** Starts an engine and returns when it runs. */
    void start(String name) throws Exception;

    /** Stops a running engine and returns when it has ended. */
    void stop(String name) throws Exception;

    /** Starts these engines at once and returns when all run. */
    void burst(List<String> names) throws Exception;

    /** Removes what was started last, running or not. */
    void remove(List<String> names) throws Exception;

    /** Removes what it needed. */
    @Override
    void close() throws IOException;
}

package rtm.http.endpoint;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.ContainerId;
import rtm.domain.port.ContainerOutput;
import rtm.http.message.EventSource;
import rtm.http.message.JsonObjectWriter;

/**
 * The lines of an engine as events of one reader. A few lines are kept ahead of the reader; then
 * Docker is not read on. A line is JSON, so that nothing in it can look like an event.
 */
final class FollowedLines implements EventSource, ContainerOutput.LineSink {

    private static final int AHEAD = 16;

    private final ContainerOutput output;
    private final ContainerId container;
    private final int lines;
    private final Runnable leave;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(AHEAD);
    private volatile Runnable more = () -> {};
    private volatile @Nullable Event end;
    private ContainerOutput.@Nullable Following following;
    private boolean closed;

    /**
     * @param leave called once, when the reader is gone
     */
    FollowedLines(ContainerOutput output, ContainerId container, int lines, Runnable leave) {
        this.output = output;
        this.container = container;
        this.lines = lines;
        this.leave = leave;
    }

    @Override
    public synchronized void opened(Runnable wake) {
        if (!closed) {
            more = wake;
            following = output.follow(container, lines, this);
        }
    }

    @Override
    public void closed() {
        ContainerOutput.Following open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = following;
        }
        if (open != null) {
            open.close();
        }
        leave.run();
    }

    @Override
    public void line(String line) throws InterruptedException {
        waiting.put(line);
        more.run();
    }

    @Override
    public void ended(String reason) {
        end(reason, true);
    }

    @Override
    public void broken(String reason) {
        end(reason, false);
    }

    private void end(String reason, boolean engineEnded) {
        end =
                event(
                        "end",
                        json -> json.text("reason", reason).flag("engine_ended", engineEnded),
                        true);
        more.run();
    }

    @Override
    public Optional<Event> next() {
        // Read first: what is waiting then is all there is.
        Event last = end;
        String line = waiting.poll();
        if (line != null) {
            return Optional.of(event("output", json -> json.text("line", line), false));
        }
        return Optional.ofNullable(last);
    }

    private static Event event(String name, Consumer<JsonObjectWriter> fields, boolean last) {
        return new Event(Optional.empty(), name, JsonObjectWriter.line(fields), last);
    }
}

package rtm.http.forward;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import rtm.http.client.EventLines;
import rtm.http.message.EventSource;
import rtm.http.message.JsonObjectWriter;

/**
 * The events of another node's process, passed on to one reader. A few are kept ahead of the
 * reader; then the other process is not read on. A stream that breaks off ends with a word.
 */
final class ForwardedEvents implements EventSource {

    private static final int AHEAD = 16;
    private static final String END = "end";

    private final EventLines lines;
    private final String node;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(AHEAD);
    private volatile Runnable more = () -> {};
    private @Nullable Thread reading;
    private boolean closed;

    ForwardedEvents(EventLines lines, String node) {
        this.lines = lines;
        this.node = node;
    }

    @Override
    public synchronized void opened(Runnable wake) {
        if (!closed) {
            more = wake;
            reading = Thread.ofVirtual().name("forwarded-events").start(this::read);
        }
    }

    @Override
    public synchronized void closed() {
        closed = true;
        lines.close();
        if (reading != null) {
            reading.interrupt();
        }
    }

    @Override
    public Optional<Event> next() {
        return Optional.ofNullable(waiting.poll());
    }

    private void read() {
        try {
            String reason = passOn();
            if (!reason.isEmpty()) {
                put(
                        new Event(
                                Optional.empty(),
                                END,
                                JsonObjectWriter.line(json ->
                                        json.text(
                                                        "reason",
                                                        "node %s does not answer any more: %s"
                                                                .formatted(node, reason))
                                                .flag("engine_ended", false)),
                                true));
            }
        } catch (InterruptedException _) {
            // The reader is gone.
            Thread.currentThread().interrupt();
        }
    }

    /** Why nothing follows although no last event came; empty if it came. */
    private String passOn() throws InterruptedException {
        String name = "";
        String id = "";
        StringBuilder data = new StringBuilder();
        try {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                String text = line.get().stripTrailing();
                if (text.startsWith("event:")) {
                    name = text.substring(6).strip();
                } else if (text.startsWith("data:")) {
                    data.append(text.substring(5).strip());
                } else if (text.startsWith("id:")) {
                    id = text.substring(3).strip();
                } else if (text.isEmpty() && !name.isEmpty()) {
                    boolean last = name.equals(END);
                    put(
                            new Event(
                                    Optional.of(id).filter(some -> !some.isEmpty()),
                                    name,
                                    data.toString(),
                                    last));
                    if (last) {
                        return "";
                    }
                    name = "";
                    id = "";
                    data.setLength(0);
                }
            }
            return "the stream ended";
        } catch (IOException failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    private void put(Event event) throws InterruptedException {
        waiting.put(event);
        more.run();
    }
}

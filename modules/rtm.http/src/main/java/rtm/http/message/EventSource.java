package rtm.http.message;

import java.util.Optional;

/** Where the events of one reader come from. For one thread at a time; never blocks. */
public interface EventSource {

    /**
     * The stream is open; called once, before the first event.
     *
     * @param more to be called when there may be more events; returns at once
     */
    default void opened(Runnable more) {}

    /** The reader is gone, or was refused. May be called more than once, and without an opening. */
    default void closed() {}

    /** The next event; empty if there is none yet. */
    Optional<Event> next();

    /**
     * An event, in the form of server-sent events.
     *
     * @param id its position, from which a reader can continue; empty if it has none
     * @param name its kind
     * @param data one line
     * @param last whether the stream ends with it
     */
    record Event(Optional<String> id, String name, String data, boolean last) {

        /** The event as text. */
        public String text() {
            return "%sevent: %s\ndata: %s\n\n"
                    .formatted(id.map(text -> "id: " + text + "\n").orElse(""), name, data);
        }
    }
}

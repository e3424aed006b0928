package rtm.http.endpoint;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.GameId;
import rtm.domain.overview.Change;
import rtm.domain.overview.ChangeFeed;
import rtm.http.message.EventSource;
import rtm.http.message.JsonObjectWriter;

/** The changes of a feed as one reader sees them. */
final class ChangeEvents implements EventSource {

    private static final Pattern ID = Pattern.compile("(.{36})-([0-9]{1,18})");

    private final ChangeFeed feed;
    private final RenderedChanges rendered;
    private final Optional<GameId> game;
    private final Supplier<Optional<String>> refusal;
    private long position;
    private @Nullable Event first;

    private ChangeEvents(
            ChangeFeed feed,
            RenderedChanges rendered,
            Optional<GameId> game,
            Supplier<Optional<String>> refusal,
            long position) {
        this.feed = feed;
        this.rendered = rendered;
        this.game = game;
        this.refusal = refusal;
        this.position = position;
    }

    /**
     * The changes from now on, or from where the reader stopped.
     *
     * @param rendered what readers of the feed share
     * @param lastId the id of the last event that the reader has
     * @param refusal why the stream has to end
     */
    static ChangeEvents following(
            ChangeFeed feed,
            RenderedChanges rendered,
            Optional<GameId> game,
            Optional<String> lastId,
            Supplier<Optional<String>> refusal) {
        Optional<Long> stopped = lastId.flatMap(id -> position(feed, id));
        ChangeEvents events =
                new ChangeEvents(feed, rendered, game, refusal, stopped.orElseGet(feed::last));
        if (stopped.isEmpty()) {
            events.first =
                    lastId.isEmpty()
                            ? events.said("open", "changes follow", false)
                            : events.said(
                                    "reset",
                                    "changes after your last event are not known here; read again"
                                            + " what you show",
                                    false);
        }
        return events;
    }

    /** The changes that the feed has, as text. */
    static String kept(ChangeFeed feed, Optional<GameId> game) {
        ChangeEvents events =
                new ChangeEvents(
                        feed, new RenderedChanges(), game, Optional::empty, feed.beforeFirst());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ChangeFeed.KEPT; i++) {
            Optional<Event> next = events.next();
            if (next.isEmpty()) {
                break;
            }
            text.append(next.get().text());
        }
        return text.toString();
    }

    private static Optional<Long> position(ChangeFeed feed, String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches() || !matcher.group(1).equals(feed.bootId().toString())) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(2));
        return Optional.of(number)
                .filter(known -> known >= feed.beforeFirst() && known <= feed.last());
    }

    @Override
    public Optional<Event> next() {
        Event greeting = first;
        if (greeting != null) {
            first = null;
            return Optional.of(greeting);
        }
        Optional<String> reason = refusal.get();
        if (reason.isPresent()) {
            return Optional.of(said("end", reason.get(), true));
        }
        Optional<ChangeFeed.Next> next = feed.after(position, game);
        if (next.isEmpty()) {
            return Optional.of(
                    said(
                            "dropped",
                            "more than %d changes behind; read again what you show"
                                    .formatted(ChangeFeed.KEPT),
                            true));
        }
        position = next.get().number();
        return next.get().change().map(this::event);
    }

    private Event said(String name, String reason, boolean last) {
        return event(name, JsonObjectWriter.line(json -> json.text("reason", reason)), last);
    }

    private Event event(Change change) {
        return event(RenderedChanges.name(change), rendered.data(position, change), false);
    }

    private Event event(String name, String data, boolean last) {
        return new Event(Optional.of(feed.bootId() + "-" + position), name, data, last);
    }
}

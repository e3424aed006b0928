package rtm.http.endpoint;

import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.model.BootId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.Leader;
import rtm.domain.overview.ChangeFeed;
import rtm.domain.overview.Overview;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.Request;

/** The changes that this process commits, as server-sent events. */
public final class EventsEndpoint implements Endpoint {

    private static final String GAME = "game_id";
    private static final String FOLLOW = "follow";
    private static final String NODE = "node";

    private final Overview overview;
    private final RenderedChanges rendered = new RenderedChanges();

    /** Shows the changes of an overview. */
    public EventsEndpoint(Overview overview) {
        this.overview = overview;
    }

    /** The parameters of the query. */
    public static String[] parameters() {
        return new String[] {GAME, FOLLOW, NODE};
    }

    @Override
    public Answer answer(Request request) {
        Optional<GameId> game = GameQuery.game(request.query(), GAME);
        boolean follow = request.query().flag(FOLLOW, true);
        // Who names a node wants what that one does, and no more.
        Supplier<Optional<String>> noChanges =
                request.query().value(NODE).isPresent()
                        ? overview.noOwnChanges()
                        : overview.noChanges();
        Optional<String> refusal = noChanges.get();
        if (refusal.isPresent()) {
            return ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, refusal.get() + leader());
        }
        ChangeFeed feed = overview.changes();
        if (follow) {
            return Answer.events(
                    ChangeEvents.following(feed, rendered, game, request.lastEventId(), noChanges));
        }
        return Answer.events(ChangeEvents.kept(feed, game));
    }

    /** Names the other process that leads, as far as that is known now. */
    private String leader() {
        try {
            return overview.store()
                    .summary(1)
                    .leader()
                    .filter(leader ->
                            !leader.bootId().equals(Optional.of(overview.changes().bootId())))
                    .map(EventsEndpoint::words)
                    .orElse("");
        } catch (DependencyUnavailableException _) {
            return "";
        }
    }

    private static String words(Leader leader) {
        return "; process %s leads, from %s"
                .formatted(
                        leader.bootId().map(BootId::toString).orElse("unknown"),
                        leader.address().orElse("this machine"));
    }
}

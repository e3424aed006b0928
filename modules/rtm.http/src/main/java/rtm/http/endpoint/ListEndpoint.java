package rtm.http.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Query;
import rtm.http.message.Request;

/**
 * All records, or those that the request selects, except those that cannot be read; in pages if the
 * request asks for them.
 */
public record ListEndpoint(RuntimeStore store, StoreOverview overview) implements Endpoint {

    private static final int USUAL = 500;
    private static final Set<RuntimeStatus> ALL = Set.of(RuntimeStatus.values());

    /** About 50 KB of text: what a client costs that does not read. */
    private static final int PART = 100;

    /** The parameters of the query. */
    public static String[] parameters() {
        return new String[] {
            GameQuery.STATUS, GameQuery.HEALTH, GameQuery.IMAGE, GameQuery.LIMIT, GameQuery.AFTER
        };
    }

    @Override
    public Answer answer(Request request) {
        Query query = request.query();
        GameFilter filter = GameQuery.filter(query, ALL);
        if (query.value(GameQuery.LIMIT).isPresent() || query.value(GameQuery.AFTER).isPresent()) {
            return page(filter, query);
        }
        boolean byStatus = filter.health().isEmpty() && filter.image().isEmpty();
        Optional<RuntimeStatus> status = GameQuery.status(query);
        return ItemParts.answer(
                new Records(
                        byStatus
                                ? after -> store.chunk(status, after, PART)
                                : after -> selected(filter, after)),
                RecordJson::write);
    }

    private RecordChunk selected(GameFilter filter, Optional<GameId> after) {
        List<RuntimeRecord> some = overview.records(filter, after, PART);
        return new RecordChunk(some, List.of(), next(some, PART));
    }

    private Answer page(GameFilter filter, Query query) {
        int limit = query.number(GameQuery.LIMIT, USUAL, GameQuery.MOST);
        List<RuntimeRecord> records = overview.records(filter, GameQuery.after(query), limit);
        return Answer.ok(
                JsonObjectWriter.object(json ->
                        json.objects("items", records, RecordJson::write)
                                .text("next", next(records, limit).map(GameId::value))));
    }

    private static Optional<GameId> next(List<RuntimeRecord> records, int limit) {
        return records.size() < limit ? Optional.empty() : Optional.of(records.getLast().gameId());
    }

    /** Where a chunk of records comes from. */
    @FunctionalInterface
    private interface Chunks {
        RecordChunk after(Optional<GameId> game);
    }

    /** Reads the records a part at a time. */
    private static final class Records implements ItemParts.Source<RuntimeRecord> {
        private final Chunks chunks;
        private Optional<GameId> after = Optional.empty();

        Records(Chunks chunks) {
            this.chunks = chunks;
        }

        @Override
        public ItemParts.Items<RuntimeRecord> next() {
            RecordChunk chunk = chunks.after(after);
            after = chunk.next();
            return new ItemParts.Items<>(chunk.records(), after.isEmpty());
        }
    }
}

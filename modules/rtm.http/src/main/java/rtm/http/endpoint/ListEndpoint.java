package rtm.http.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Query;
import rtm.http.message.Request;

/** All records, or those that the request selects; in pages if it asks for them. */
public record ListEndpoint(RuntimeStore store, StoreOverview overview) implements Endpoint {

    private static final int USUAL = 500;
    private static final Set<RuntimeStatus> ALL = Set.of(RuntimeStatus.values());

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
        return whole(
                filter.health().isPresent() || !filter.image().isEmpty()
                        ? selected(filter)
                        : store.list(GameQuery.status(query)));
    }

    private static Answer whole(List<RuntimeRecord> records) {
        return Answer.ok(
                JsonObjectWriter.object(json -> json.objects("items", records, RecordJson::write)));
    }

    private List<RuntimeRecord> selected(GameFilter filter) {
        List<RuntimeRecord> all = new ArrayList<>();
        List<RuntimeRecord> page = overview.records(filter, Optional.empty(), USUAL);
        all.addAll(page);
        while (page.size() == USUAL) {
            page = overview.records(filter, Optional.of(page.getLast().gameId()), USUAL);
            all.addAll(page);
        }
        return all;
    }

    private Answer page(GameFilter filter, Query query) {
        int limit = query.number(GameQuery.LIMIT, USUAL, GameQuery.MOST);
        List<RuntimeRecord> records = overview.records(filter, GameQuery.after(query), limit);
        return Answer.ok(
                JsonObjectWriter.object(json ->
                        json.objects("items", records, RecordJson::write)
                                .text("next", next(records, limit))));
    }

    private static Optional<String> next(List<RuntimeRecord> records, int limit) {
        return records.size() < limit
                ? Optional.empty()
                : Optional.of(records.getLast().gameId()).map(GameId::value);
    }
}

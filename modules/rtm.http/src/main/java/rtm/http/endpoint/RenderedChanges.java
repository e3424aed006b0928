package rtm.http.endpoint;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import rtm.domain.overview.Change;
import rtm.http.message.JsonObjectWriter;

/** The latest changes as JSON, so that many readers of the same change cost one rendering. */
final class RenderedChanges {

    private static final int KEPT = 16;

    private final AtomicReferenceArray<@Nullable Rendered> latest =
            new AtomicReferenceArray<>(KEPT);

    private record Rendered(long number, String data) {}

    /** The name of an event that shows a change. */
    static String name(Change change) {
        return switch (change) {
            case Change.Recorded _ -> "record";
            case Change.Operated _ -> "operation";
            case Change.Abandoned _ -> "abandoned";
            case Change.Observed _ -> "health";
            case Change.ProcessKilled _ -> "process_killed";
        };
    }

    /**
     * One line of JSON.
     *
     * @param number the change's number in its feed
     */
    String data(long number, Change change) {
        int slot = (int) (number % KEPT);
        Rendered present = latest.get(slot);
        if (present != null && present.number() == number) {
            return present.data();
        }
        String data = JsonObjectWriter.line(json -> write(json, change));
        latest.set(slot, new Rendered(number, data));
        return data;
    }

    private static void write(JsonObjectWriter json, Change change) {
        switch (change) {
            case Change.Recorded(var runtime) -> RecordJson.write(json, runtime);
            case Change.Operated(var entry) -> OperationJson.write(json, entry);
            case Change.Abandoned(var operation) ->
                    json.number("id", operation.row())
                            .text("game_id", operation.gameId().value())
                            .text("operation_id", operation.id().toString());
            case Change.Observed(var seen) -> SnapshotJson.write(json, seen);
            case Change.ProcessKilled(var game, var container, var times, var at) ->
                    json.text("game_id", game.value())
                            .text("container_id", container.value())
                            .number("times", times)
                            .time("observed_at", at);
        }
    }
}

package rtm.it;

import java.util.List;
import java.util.Map;
import rtm.testkit.server.TestDatabase;

/** What a test finds in the tables. */
interface SeenInPostgres {

    /** The database of the test. */
    TestDatabase database();

    /** What a query finds, row by row. */
    default List<Map<String, String>> rows(String query) {
        return database().rows(query);
    }

    /** The game's operations, oldest first. */
    default List<Map<String, String>> operations(String game) {
        return rows(
                "SELECT * FROM rtmanager.operation_log WHERE game_id = '%s' ORDER BY id"
                        .formatted(game));
    }

    /** The status of a game's record. */
    default String status(String game) {
        return rows(
                        "SELECT status FROM rtmanager.runtime_records WHERE game_id = '%s'"
                                .formatted(game))
                .stream()
                .map(row -> row.get("status"))
                .findFirst()
                .orElse("none");
    }

    /** The kinds of a game's closed operations, oldest first. */
    default List<String> kinds(String game) {
        return operations(game).stream().map(row -> row.get("op_kind")).toList();
    }
}

package rtm.main.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The stub database's answer to a query.
 *
 * @param cells the columns, with the values of the first row
 * @param rows the values of each row
 */
record StubRow(List<Cell> cells, List<List<String>> rows) {

    private static final Pattern MIGRATION =
            Pattern.compile("rtm/store/schema/V(?<version>\\d+)__\\w+\\.sql");
    private static final int INTEGER = 23;
    private static final int TEXT = 25;
    private static final int TEXTS = 1009;
    private static final int UUID_TYPE = 2950;

    /**
     * One value.
     *
     * @param name the column's name
     * @param type its number in the catalog
     * @param value the value as text
     */
    record Cell(String name, int type, String value) {
        static Cell text(String name, String value) {
            return new Cell(name, TEXT, value);
        }
    }

    /** The answer to a query. */
    static StubRow of(String sql) {
        if (sql.contains("AS closed_tables")) {
            return rights();
        }
        if (sql.contains("AS read_only")) {
            return one(Cell.text("standby", "f"), Cell.text("read_only", "f"));
        }
        if (sql.contains("FROM flyway_schema_history")) {
            return history();
        }
        if (sql.contains("state_root_id FROM nodes")) {
            return one(new Cell("state_root_id", UUID_TYPE, new UUID(0, 2).toString()));
        }
        if (sql.contains("answered_at FROM nodes")) {
            return new StubRow(List.of(Cell.text("answered_at", "")), List.of());
        }
        if (sql.contains("FROM nodes") && sql.contains("ORDER BY node_id")) {
            return new StubRow(List.of(Cell.text("name", "")), List.of());
        }
        if (sql.contains("FROM nodes")) {
            return one(new Cell("node_id", INTEGER, "1"));
        }
        if (sql.contains("FROM database_identity")) {
            return one(new Cell("database_id", UUID_TYPE, new UUID(0, 1).toString()));
        }
        if (sql.contains("pg_backend_pid()") && !sql.contains("FROM")) {
            // Each session has a thread of its own.
            return one(new Cell("pid", INTEGER, Long.toString(Thread.currentThread().threadId())));
        }
        if (sql.contains("FROM \"rtmanager\"") || sql.contains("_log ") || isOfOurTables(sql)) {
            return new StubRow(List.of(Cell.text("answer", "")), List.of());
        }
        return one(Cell.text("answer", sql.contains("COUNT(") ? "1" : "t"));
    }

    private static boolean isOfOurTables(String sql) {
        return sql.contains("FROM outbox")
                || sql.contains("FROM runtime_records")
                || sql.contains("FROM docker_engine")
                || sql.contains("FROM endings")
                || sql.contains("FROM operation_log")
                || sql.contains("FROM health_snapshots")
                || sql.contains("FROM drain");
    }

    private static StubRow one(Cell... cells) {
        return new StubRow(List.of(cells), List.of(Arrays.stream(cells).map(Cell::value).toList()));
    }

    private static StubRow rights() {
        return one(
                Cell.text("role", "rtmanager"),
                Cell.text("database", "galaxy"),
                Cell.text("standby", "f"),
                Cell.text("exists", "t"),
                Cell.text("may_use", "t"),
                Cell.text("searched", "t"),
                Cell.text("may_create", "t"),
                Cell.text("has_history", "t"),
                new Cell("closed_tables", TEXTS, "{}"));
    }

    private static StubRow history() {
        var store = ModuleLayer.boot().configuration().findModule("rtm.store").orElseThrow();
        try (ModuleReader reader = store.reference().open()) {
            List<List<String>> rows = new ArrayList<>();
            for (String resource : reader.list().sorted().toList()) {
                Matcher migration = MIGRATION.matcher(resource);
                if (migration.matches()) {
                    rows.add(
                            List.of(
                                    migration.group("version"),
                                    Integer.toString(checksum(reader, resource)),
                                    "t"));
                }
            }
            return new StubRow(
                    List.of(
                            Cell.text("version", ""),
                            Cell.text("checksum", ""),
                            Cell.text("success", "")),
                    rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Like Flyway's: over the lines without their line ends. */
    private static int checksum(ModuleReader reader, String migration) throws IOException {
        try (InputStream in = reader.open(migration).orElseThrow();
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            CRC32 crc = new CRC32();
            lines.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
            return (int) crc.getValue();
        }
    }
}

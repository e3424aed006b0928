package rtm.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * One migration: a file beside this class.
 *
 * @param file its name, {@code V<version>__<words>.sql}
 * @param version its number; they start at 1 and have no gaps
 * @param text its content
 * @param checksum its value in the history
 */
record Migration(String file, int version, String text, int checksum) {

    /** The files, in order. They are listed here because a linked image has no folder to search. */
    static final List<String> FILES =
            List.of(
                    "V1__runtime_state.sql",
                    "V2__bad_rows.sql",
                    "V3__endings.sql",
                    "V4__drain.sql",
                    "V5__nodes.sql",
                    "V6__node_games.sql");

    private static final String FOLDER = "schema/";

    /** All migrations, in order. */
    static List<Migration> all() {
        return FILES.stream().map(Migration::read).toList();
    }

    private static Migration read(String file) {
        int version = Integer.parseInt(file.substring(1, file.indexOf("__")));
        String text = content(file);
        return new Migration(file, version, text, checksum(text));
    }

    private static String content(String file) {
        try (InputStream in = Migration.class.getResourceAsStream(FOLDER + file)) {
            return new String(
                    Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Flyway's own: a CRC over the lines without their ends. */
    private static int checksum(String text) {
        CRC32 crc = new CRC32();
        new BufferedReader(new StringReader(text))
                .lines()
                .forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }
}

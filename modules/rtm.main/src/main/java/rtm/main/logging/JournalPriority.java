package rtm.main.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The priorities of systemd's journal. It reads them at the beginning of a line that a service
 * writes; without them all lines have the same one, and {@code journalctl -p warning} shows none.
 */
final class JournalPriority {

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final Pattern LEVEL =
            Pattern.compile("[0-9T:.Z+-]+ (ERROR|WARN|INFO|DEBUG|TRACE) ");
    private static final Map<String, String> PRIORITIES =
            Map.of("ERROR", "<3>", "WARN", "<4>", "INFO", "<6>", "DEBUG", "<7>", "TRACE", "<7>");

    /** What is no line of the log is something unexpected. */
    private static final String OTHER = "<4>";

    private JournalPriority() {}

    /**
     * Adds the priorities if standard error is a stream of the journal.
     *
     * @param journalStream the variable JOURNAL_STREAM, in which systemd names device and inode
     */
    static UnaryOperator<String> marks(Optional<String> journalStream) {
        return journalStream.isPresent() && journalStream.equals(stream(STANDARD_ERROR))
                ? JournalPriority::marked
                : line -> line;
    }

    static String marked(String line) {
        Matcher level = LEVEL.matcher(line);
        return (level.lookingAt() ? PRIORITIES.getOrDefault(level.group(1), OTHER) : OTHER) + line;
    }

    /** The device and the inode of a file, as systemd writes them. */
    static Optional<String> stream(Path file) {
        try {
            Map<String, Object> found = Files.readAttributes(file, "unix:dev,ino");
            return Optional.of(found.get("dev") + ":" + found.get("ino"));
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }
}

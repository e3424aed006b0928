package rtm.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the program logged while it booted, and when: shows where the time goes.
 *
 * @param begin when it was started
 * @param lines its log
 */
record BootLog(Instant begin, List<String> lines) {

    private static final Pattern LINE = Pattern.compile("(\\S+Z) [A-Z]+ \\S+ - (.+?)(?: \\w+=.*)?");
    private static final String LAST = "runtime manager stops";

    void print() {
        Table table = new Table("after, ms", "line");
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                if (matcher.group(2).equals(LAST)) {
                    break;
                }
                table.row(
                        Duration.between(begin, Instant.parse(matcher.group(1))).toMillis(),
                        matcher.group(2));
            }
        }
        table.print("The log of the last boot");
    }
}

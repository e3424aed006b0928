package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes a file of {@code NAME=value} lines, as both systemd and a shell understand it.
 */
final class EnvironmentFile {

    private static final Pattern NAME = Pattern.compile("RTMANAGER_[A-Z_]*[A-Z]");
    private static final String PLAIN = "[^'\"\\\\$`&;#|<>() ]*";
    private static final Pattern LINE = Pattern.compile("([A-Z_]+)=(?:'([^']*)'|(" + PLAIN + "))");

    private EnvironmentFile() {}

    /** The assignments; a line that is neither an assignment nor a comment is an error. */
    static Map<String, String> assignments(List<String> lines) {
        Map<String, String> assignments = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                Matcher matcher = LINE.matcher(line);
                assertThat(matcher.matches()).as(line).isTrue();
                String quoted = matcher.group(2);
                String value = quoted == null ? matcher.group(3) : quoted;
                assertThat(assignments.put(matcher.group(1), value)).as(line).isNull();
            }
        }
        return assignments;
    }

    /** A value as it stands in a line: in quotes if it would not be read as it is without them. */
    static String quoted(String value) {
        return value.matches(PLAIN) ? value : "'" + value + "'";
    }

    /** Every name of our own that a text mentions. */
    static Map<String, String> namesIn(String text) {
        Map<String, String> names = new HashMap<>();
        NAME.matcher(text).results().forEach(found -> names.put(found.group(), ""));
        return names;
    }
}

package rtm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of the program, from the example of an environment file, which a test of {@code
 * rtm.main} holds against the program's own table.
 */
final class DocumentedSettings {

    private static final Path EXAMPLE = Path.of("../../jlink/src/dist/conf/rtmanager.env.example");
    private static final Pattern LINE = Pattern.compile("#?([A-Z][A-Z0-9_]*)=(.*)");

    private DocumentedSettings() {}

    /** Each with its default; one that has to be set, with the example's value. */
    static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(EXAMPLE)) {
                Matcher setting = LINE.matcher(line);
                if (setting.matches()) {
                    defaults.put(setting.group(1), setting.group(2));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return defaults;
    }
}

package rtm.main.client.text;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal of this process. The JDK does not know its size, so stty is asked. */
public final class Terminal {

    static final int USUAL = 100;
    private static final Pattern SIZE = Pattern.compile("\\d{1,4} ([1-9]\\d{0,3})\\s*");

    private Terminal() {}

    /** What a person types after these words; empty if there is no person. */
    @SuppressWarnings(
            "SystemConsoleNull") // The console of java.base alone is null without a terminal.
    public static Optional<String> ask(String words) {
        Console console = System.console();
        return console != null && console.isTerminal()
                ? Optional.ofNullable(console.readLine("%s", words)).map(String::strip)
                : Optional.empty();
    }

    /** How many columns it has now; the usual number if that cannot be read. */
    public static int columns() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(Redirect.DISCARD)
                            .start();
            try {
                return stty.waitFor(1, TimeUnit.SECONDS)
                        ? columns(
                                new String(
                                        stty.getInputStream().readAllBytes(),
                                        StandardCharsets.US_ASCII))
                        : USUAL;
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException _) {
            return USUAL;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /**
     * As stty prints it.
     *
     * @param size lines and columns
     */
    static int columns(String size) {
        Matcher matcher = SIZE.matcher(size);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : USUAL;
    }
}

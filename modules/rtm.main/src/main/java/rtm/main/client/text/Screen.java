package rtm.main.client.text;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/** Where a command prints to. Colours and clearing only where a person looks at a terminal. */
public final class Screen {

    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final PrintStream out;
    private final Optional<IntSupplier> columns;
    private final boolean colours;

    /**
     * @param columns how wide the terminal is; empty if it is none
     */
    public Screen(PrintStream out, Optional<IntSupplier> columns, Map<String, String> environment) {
        this.out = out;
        this.columns = columns;
        this.colours =
                columns.isPresent()
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
    }

    /** Whether this process writes to a terminal. */
    @SuppressWarnings(
            "SystemConsoleNull") // The console of java.base alone is null without a terminal.
    public static boolean atTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    public void line(String text) {
        out.println(text);
    }

    /** Text that should be seen first. */
    public String alarming(String text) {
        return colours ? RED + text + PLAIN : text;
    }

    /** Begins an empty screen; on anything but a terminal, a blank line. */
    public void next() {
        out.print(columns.isPresent() ? CLEAR : System.lineSeparator());
        out.flush();
    }

    /** How wide the terminal is now; empty if it is none. */
    OptionalInt columns() {
        return columns.map(now -> OptionalInt.of(now.getAsInt())).orElse(OptionalInt.empty());
    }

    /** Whether nobody reads any more, as after {@code | head}. */
    public boolean isGone() {
        return out.checkError();
    }
}

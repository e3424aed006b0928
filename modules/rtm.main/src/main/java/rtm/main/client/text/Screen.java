package rtm.main.client.text;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;

/** Where a command prints to. Colours and clearing only where a person looks at a terminal. */
public final class Screen {

    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final PrintStream out;
    private final boolean terminal;
    private final boolean colours;

    public Screen(PrintStream out, boolean terminal, Map<String, String> environment) {
        this.out = out;
        this.terminal = terminal;
        this.colours =
                terminal
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
        out.print(terminal ? CLEAR : System.lineSeparator());
        out.flush();
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Whether nobody reads any more, as after {@code | head}. */
    public boolean isGone() {
        return out.checkError();
    }
}

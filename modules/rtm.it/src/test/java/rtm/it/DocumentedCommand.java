package rtm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of commands of a document, and what the document says they print: a fenced block {@code
 * sh}, and the fenced block {@code text} right below it, if there is one.
 *
 * @param heading the section it stands in
 * @param line where in the document it begins, counted from 1
 * @param script the commands
 * @param expected the lines that the output holds, in this order, among others; {@code …} stands
 *     for anything
 */
record DocumentedCommand(String heading, int line, String script, List<String> expected) {

    private static final Pattern CHANGES =
            Pattern.compile(
                    "-X (POST|DELETE|PUT|PATCH)|\\bXADD\\b|docker (kill|rm|run|stop|start|pause)"
                            + "|\\bmv |\\btar |rtmanager (start|stop|restart|patch|rm|drain)\\b"
                            + "(?!.*--dry-run)");

    /** All blocks of a document, from top to bottom. */
    static List<DocumentedCommand> of(Path document) throws IOException {
        List<DocumentedCommand> commands = new ArrayList<>();
        String heading = "";
        String fence = "";
        int began = 0;
        List<String> block = new ArrayList<>();
        List<String> lines = Files.readAllLines(document);
        for (int number = 1; number <= lines.size(); number++) {
            String text = lines.get(number - 1);
            if (text.startsWith("```") && fence.isEmpty()) {
                fence = text;
                began = number;
            } else if (text.equals("```")) {
                add(commands, heading, fence, began, List.copyOf(block));
                block.clear();
                fence = "";
            } else if (!fence.isEmpty()) {
                block.add(text);
            } else if (text.startsWith("#")) {
                heading = text.replaceFirst("^#+ ", "");
            }
        }
        return commands;
    }

    private static void add(
            List<DocumentedCommand> commands,
            String heading,
            String fence,
            int line,
            List<String> block) {
        switch (fence) {
            case "```sh" ->
                    commands.add(
                            new DocumentedCommand(
                                    heading, line, String.join("\n", block), List.of()));
            case "```text" -> {
                DocumentedCommand last = commands.removeLast();
                commands.add(new DocumentedCommand(last.heading, last.line, last.script, block));
            }
            default -> {
                // Shows something else than commands.
            }
        }
    }

    /** The same with other commands. */
    DocumentedCommand script(String other) {
        return new DocumentedCommand(heading, line, other, expected);
    }

    /** Whether running it twice would do more than running it once. */
    boolean changesSomething() {
        return CHANGES.matcher(script).find();
    }

    /** The first expected line that the output does not hold; empty if it holds all, in order. */
    String missingFrom(String output) {
        String spaced = output.replaceAll("[ \\t]+", " ");
        int from = 0;
        for (String line : expected) {
            Matcher found = pattern(line).matcher(spaced);
            if (!found.find(from)) {
                return line;
            }
            from = found.end();
        }
        return "";
    }

    private static Pattern pattern(String line) {
        List<String> parts = new ArrayList<>();
        for (String part : line.strip().replaceAll("[ \\t]+", " ").split("…", -1)) {
            parts.add(Pattern.quote(part));
        }
        return Pattern.compile(String.join("[^\\n]*", parts));
    }
}

package rtm.main.client.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import rtm.domain.text.PlainText;

/**
 * A table. On a terminal it is at most as wide as that: what does not fit is taken from the widest
 * columns. Into a file or a pipe everything is written.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int LEAST = 6;

    private final List<List<String>> rows = new ArrayList<>();
    private final Set<Integer> alarming = new HashSet<>();
    private boolean wraps;

    public Table(String... head) {
        rows.add(List.of(head));
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** A row that should be seen first. */
    public void alarmingRow(String... cells) {
        alarming.add(rows.size());
        row(cells);
    }

    /** What does not fit goes on in further lines, a word at a time. */
    public Table wrapping() {
        wraps = true;
        return this;
    }

    public void print(Screen screen) {
        int[] widths = widths(screen.columns());
        for (int index = 0; index < rows.size(); index++) {
            List<List<String>> cells = new ArrayList<>();
            for (int column = 0; column < widths.length; column++) {
                cells.add(lines(rows.get(index).get(column), widths[column]));
            }
            int height = cells.stream().mapToInt(List::size).max().orElse(0);
            for (int part = 0; part < height; part++) {
                String text = line(cells, part, widths);
                screen.line(alarming.contains(index) ? screen.alarming(text) : text);
            }
        }
    }

    private static String line(List<List<String>> cells, int part, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            List<String> parts = cells.get(column);
            String cell = part < parts.size() ? parts.get(part) : "";
            line.append(cell);
            if (column < widths.length - 1) {
                line.repeat(' ', widths[column] - length(cell)).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    /** The parts of a cell. Nothing is lost: a word that is too long is broken. */
    private List<String> lines(String cell, int width) {
        List<String> lines = new ArrayList<>();
        String rest = cell;
        while (wraps && length(rest) > width) {
            int full = rest.offsetByCodePoints(0, width);
            int space = rest.lastIndexOf(' ', full);
            lines.add(rest.substring(0, space > 0 ? space : full));
            rest = rest.substring(space > 0 ? space + 1 : full);
        }
        lines.add(PlainText.clipped(rest, width));
        return lines;
    }

    private int[] widths(OptionalInt columns) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        int room = columns.orElse(Integer.MAX_VALUE) - GAP.length() * (widths.length - 1);
        while (sum(widths) > room && widths[widest(widths)] > LEAST) {
            widths[widest(widths)]--;
        }
        return widths;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int column = 1; column < widths.length; column++) {
            if (widths[column] > widths[widest]) {
                widest = column;
            }
        }
        return widest;
    }

    private static int sum(int[] widths) {
        int sum = 0;
        for (int width : widths) {
            sum += width;
        }
        return sum;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}

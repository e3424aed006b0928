package rtm.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Figures of a run, printed to standard output as a table that a document can take as it is. */
final class Table {

    private static final String RULE = "---";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... columns) {
        rows.add(List.of(columns));
    }

    /** A row with as many cells as there are columns; fractions get two places. */
    Table row(Object... cells) {
        rows.add(Arrays.stream(cells).map(Table::text).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    private static String text(Object cell) {
        return cell instanceof Double number ? Figures.decimal(number) : cell.toString();
    }

    void print(String title) {
        System.out.printf("%n%s%n%n", title);
        print(rows.getFirst(), " ");
        print(rows.getFirst().stream().map(_ -> RULE).toList(), "-");
        rows.stream().skip(1).forEach(row -> print(row, " "));
    }

    private void print(List<String> row, String fill) {
        System.out.println(
                IntStream.range(0, row.size())
                        .mapToObj(
                                i -> " " + row.get(i) + fill.repeat(width(i) - row.get(i).length()))
                        .collect(Collectors.joining(" |", "|", " |")));
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(RULE.length(), Math::max);
    }
}

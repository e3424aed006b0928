package rtm.store;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A short summary of an SQL text of this module: each verb with its table, a repeated pair once.
 *
 * @param verb the first verb
 * @param table the first table
 * @param words all verbs and tables, {@code INSERT operation_log SELECT runtime_records}
 */
record SqlSummary(String verb, String table, String words) {

    private static final Pattern PART =
            Pattern.compile(
                    "\\b(?:(INSERT)\\s+INTO|(DELETE)\\s+FROM|(?<!DO |FOR )(UPDATE)|(SELECT)\\b[^;]*?\\bFROM)"
                            + "\\s+(\\w+)",
                    Pattern.CASE_INSENSITIVE);

    static SqlSummary of(String sql) {
        SequencedSet<Pair> pairs = new LinkedHashSet<>();
        Matcher part = PART.matcher(sql);
        while (part.find()) {
            pairs.add(new Pair(verb(part), part.group(part.groupCount())));
        }
        return pairs.isEmpty()
                ? new SqlSummary("", "", "SQL")
                : new SqlSummary(
                        pairs.getFirst().verb(),
                        pairs.getFirst().table(),
                        pairs.stream()
                                .map(pair -> pair.verb() + " " + pair.table())
                                .collect(Collectors.joining(" ")));
    }

    private record Pair(String verb, String table) {}

    private static String verb(Matcher part) {
        return IntStream.range(1, part.groupCount())
                .mapToObj(part::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("")
                .toUpperCase(Locale.ROOT);
    }
}

package rtm.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A short summary of an SQL text of this module: each verb with its table.
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
        List<String> words = new ArrayList<>();
        Matcher part = PART.matcher(sql);
        while (part.find()) {
            for (int group = 1; group < part.groupCount(); group++) {
                if (part.group(group) != null) {
                    words.add(part.group(group).toUpperCase(Locale.ROOT));
                }
            }
            words.add(part.group(part.groupCount()));
        }
        return words.isEmpty()
                ? new SqlSummary("", "", "SQL")
                : new SqlSummary(words.getFirst(), words.get(1), String.join(" ", words));
    }
}

package rtm.domain.text;

import java.util.List;
import java.util.stream.Collectors;

/** Names in a sentence, of which only the first are given. */
public final class NameList {

    /** How many are given. */
    public static final int MOST = 5;

    private NameList() {}

    /** {@code a, b, c, d, e and 3 more}. */
    public static String of(List<String> names) {
        String first = names.stream().limit(MOST).collect(Collectors.joining(", "));
        int others = names.size() - MOST;
        return others > 0 ? "%s and %d more".formatted(first, others) : first;
    }
}

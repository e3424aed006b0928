package rtm.main.client.game;

import java.util.ArrayList;
import java.util.List;
import rtm.main.client.call.Fields;

/** What is wrong with the service or with what it needs, one line each. */
public final class Problems {

    private Problems() {}

    /** Those of a status. */
    public static List<String> of(Fields status) {
        List<String> problems = new ArrayList<>();
        for (Fields dependency : status.list("dependencies")) {
            dependency.text("error").ifPresent(error -> problems.add(named(dependency, error)));
        }
        long unreadable = status.number("unreadable_rows").orElse(0);
        if (unreadable > 0) {
            problems.add(
                    "rows of PostgreSQL that cannot be read: %d; the log names them"
                            .formatted(unreadable));
        }
        for (Fields problem : status.list("problems")) {
            problems.add(problem.shown("part") + ": " + problem.shown("error"));
        }
        return problems;
    }

    /** Some reasons begin with the name already. */
    private static String named(Fields dependency, String error) {
        String name = dependency.shown("name");
        return error.startsWith(name) ? error : name + ": " + error;
    }
}

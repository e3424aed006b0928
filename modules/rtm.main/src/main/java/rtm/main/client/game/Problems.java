package rtm.main.client.game;

import java.util.LinkedHashMap;
import java.util.Map;
import rtm.domain.text.Causes;
import rtm.main.client.call.Fields;

/** What is wrong with the service or with what it needs. */
public final class Problems {

    private Problems() {}

    /** Those of a status. */
    public static Causes of(Fields status) {
        Map<String, String> failing = new LinkedHashMap<>();
        for (Fields dependency : status.list("dependencies")) {
            dependency
                    .text("error")
                    .ifPresent(error -> failing.put(dependency.shown("name"), error));
        }
        Causes causes = new Causes(failing);
        long unreadable = status.number("unreadable_rows").orElse(0);
        if (unreadable > 0) {
            causes.unreadableRows(unreadable);
        }
        for (Fields problem : status.list("problems")) {
            causes.part(problem.shown("part"), problem.shown("error"));
        }
        return causes;
    }
}

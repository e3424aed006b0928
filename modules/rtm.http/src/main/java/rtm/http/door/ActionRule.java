package rtm.http.door;

import java.util.List;
import java.util.Optional;

/**
 * Lets a browser change something only if the page may act, and only by a request that no form and
 * no link can make: JSON, with a header of our own. Other clients are not affected.
 *
 * @param allowed whether the page may act
 */
public record ActionRule(boolean allowed) {

    /** The header by which our own page names itself. */
    public static final String HEADER = "X-Galaxy-Console";

    private static final String VALUE = "act";
    private static final String JSON = "application/json";

    /** Why a request is refused, for an operator; empty if it is not. */
    public Optional<String> refusal(RequestHead head) {
        if (!head.fromBrowser() || head.reads()) {
            return Optional.empty();
        }
        if (!allowed) {
            return Optional.of("a browser may change something only with RTMANAGER_CONSOLE=act");
        }
        boolean ours =
                head.consoles().equals(List.of(VALUE)) && head.contentTypes().equals(List.of(JSON));
        return ours
                ? Optional.empty()
                : Optional.of(
                        "a browser may change something only with %s: %s and Content-Type: %s"
                                .formatted(HEADER, VALUE, JSON));
    }
}

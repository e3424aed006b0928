package rtm.main.settings;

import java.util.Map;

/**
 * What the environment holds. A variable that is there and empty counts as not set, as Go services
 * have it; blanks around a value are dropped, but not around a secret.
 *
 * @param entries names and what they hold
 */
public record Environment(Map<String, String> entries) {

    public Environment {
        entries = Map.copyOf(entries);
    }

    boolean sets(Variable<?> variable) {
        return !held(variable).isEmpty();
    }

    /** What counts: what is held, else the fallback; empty for nothing. */
    String effective(Variable<?> variable) {
        String held = held(variable);
        return held.isEmpty() ? variable.fallback() : held;
    }

    private String held(Variable<?> variable) {
        String held = entries.getOrDefault(variable.name(), "");
        return variable.secrecy() == Secrecy.ALL ? held : held.strip();
    }
}

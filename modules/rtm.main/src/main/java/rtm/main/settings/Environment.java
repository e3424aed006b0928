package rtm.main.settings;

import java.util.Map;

/**
 * The environment variables. An empty variable counts as not set, as in Go services. Spaces around
 * a value are removed, except around a secret.
 *
 * @param entries names and values
 */
record Environment(Map<String, String> entries) {

    Environment {
        entries = Map.copyOf(entries);
    }

    boolean sets(Variable<?> variable) {
        return !held(variable).isEmpty();
    }

    /** The value in effect: the variable's own, or else the fallback; may be empty. */
    String effective(Variable<?> variable) {
        String held = held(variable);
        return held.isEmpty() ? variable.fallback() : held;
    }

    private String held(Variable<?> variable) {
        String held = entries.getOrDefault(variable.name(), "");
        return variable.secrecy() == Secrecy.ALL ? held : held.strip();
    }
}

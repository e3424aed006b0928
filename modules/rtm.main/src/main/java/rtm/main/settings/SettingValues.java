package rtm.main.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.domain.text.PlainText;
import rtm.main.settings.type.Parsed;

/** The values of all valid variables, and the problems of all others. */
final class SettingValues {

    private final Map<Variable<?>, Object> values = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private SettingValues() {}

    /** Reads all variables. */
    static SettingValues read(Environment environment, Stream<Variable<?>> variables) {
        SettingValues values = new SettingValues();
        variables.forEach(variable -> values.read(variable, environment));
        return values;
    }

    private <T> void read(Variable<T> variable, Environment environment) {
        String text = environment.effective(variable);
        if (variable.required() && text.isEmpty()) {
            problems.add(Problem.missing(variable));
            return;
        }
        if (isQuoted(text) && variable.secrecy() != Secrecy.ALL) {
            problems.add(Problem.refused(variable, text, "the quotes are part of the value"));
            return;
        }
        if (variable.secrecy() == Secrecy.NONE && !PlainText.value(text).equals(text)) {
            problems.add(Problem.refused(variable, text, "a character of it is invisible"));
            return;
        }
        switch (variable.type().parser().apply(text)) {
            case Parsed.Value<T>(T value) -> values.put(variable, value);
            case Parsed.Refused<T>(String reason) ->
                    problems.add(Problem.refused(variable, text, reason));
        }
    }

    /** Shells and systemd remove quotes; docker and editors of files may not. */
    private static boolean isQuoted(String text) {
        return text.length() > 1
                && (text.startsWith("\"") || text.startsWith("'"))
                && text.charAt(0) == text.charAt(text.length() - 1);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The value of a variable; empty if it has a problem. */
    @SuppressWarnings("unchecked") // Only read() adds values, each with its variable's type.
    <T> Optional<T> find(Variable<T> variable) {
        return Optional.ofNullable((T) values.get(variable));
    }

    /**
     * The value of a variable.
     *
     * @throws IllegalStateException if it has a problem
     */
    <T> T of(Variable<T> variable) {
        return find(variable).orElseThrow(() -> new IllegalStateException(variable.name()));
    }
}

package rtm.main.settings;

import java.util.List;

/** The settings in effect, as the command {@code config} prints them. */
public final class EffectiveSettings {

    private EffectiveSettings() {}

    /** A line {@code NAME=value} for each variable, in the order of the table, secrets masked. */
    public static List<String> lines(Environment environment) {
        return Variables.all().map(variable -> line(variable, environment)).toList();
    }

    private static String line(Variable<?> variable, Environment environment) {
        return variable.name() + "=" + variable.secrecy().shown(environment.effective(variable));
    }
}

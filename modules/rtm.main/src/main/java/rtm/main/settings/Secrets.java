package rtm.main.settings;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The secrets among settings, so that they can be taken out of other text. */
public final class Secrets {

    private Secrets() {}

    /** Every value that may not be shown, as it is written, and as a program would print it. */
    public static Collection<String> of(Map<String, String> variables) {
        Environment environment = SecretFiles.read(variables).environment();
        Set<String> secrets = new TreeSet<>();
        Variables.all()
                .forEach(variable ->
                        secrets.addAll(
                                variable.secrecy().secrets(environment.effective(variable))));
        return secrets;
    }
}

package rtm.main.settings;

import rtm.domain.text.PlainText;

/**
 * Why the service cannot start with these settings.
 *
 * @param variable the name of the variable to change
 * @param fault what is wrong with it, as words that follow its name; never contains a secret
 */
record Problem(String variable, String fault) {

    static Problem missing(Variable<?> variable) {
        return new Problem(
                variable.name(),
                "is not set: it takes %s and has no default".formatted(variable.type().accepted()));
    }

    static Problem refused(Variable<?> variable, String held, String reason) {
        String because = reason.isEmpty() ? "" : " (" + PlainText.value(reason) + ")";
        return new Problem(
                variable.name(),
                "is %s%s: it takes %s; %s"
                        .formatted(
                                variable.secrecy().quoted(held),
                                because,
                                variable.type().accepted(),
                                wayOut(variable)));
    }

    private static String wayOut(Variable<?> variable) {
        return variable.required()
                ? "there is no default"
                : "the default is " + variable.fallbackInWords();
    }

    /** A sentence for the operator. */
    String sentence() {
        return variable + " " + fault + ".";
    }
}

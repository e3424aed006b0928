package rtm.main.check;

/**
 * One result of the preflight.
 *
 * @param level what it means for a start
 * @param item the checked part
 * @param found what was found
 * @param advice what to do; empty if there is nothing to do
 */
record Finding(Level level, String item, String found, String advice) {

    /** The severity of a finding, the lowest first. */
    enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String item, String found) {
        return new Finding(Level.OK, item, found, "");
    }

    /** The service would start, but an operator should know. */
    static Finding warn(String item, String found, String advice) {
        return new Finding(Level.WARN, item, found, advice);
    }

    /** The service would not start, or not work. */
    static Finding fail(String item, String found, String advice) {
        return new Finding(Level.FAIL, item, found, advice);
    }
}

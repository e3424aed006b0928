package rtm.domain.text;

/** Numbers of things, in words. */
public final class Plural {

    private Plural() {}

    /**
     * {@code 1 game}, {@code 2 games}.
     *
     * @param singular a noun whose plural ends with s
     */
    public static String of(long count, String singular) {
        return count + " " + singular + (count == 1 ? "" : "s");
    }
}

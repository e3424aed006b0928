package rtm.domain.model;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a Redis stream entry. Ids order the entries of one stream, and of both job streams
 * together.
 *
 * @param millis the first half, unsigned
 * @param sequence the second half, unsigned
 */
public record EntryId(long millis, long sequence) implements Comparable<EntryId>, PrintedName {

    /** Before every entry. */
    public static final EntryId ZERO = new EntryId(0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,20})-(\\d{1,20})");

    /**
     * Reads an id in Redis' own form, {@code <millis>-<sequence>}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static EntryId parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the id of a stream entry: " + text);
        }
        return new EntryId(
                Long.parseUnsignedLong(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2)));
    }

    /** When it was added, by the clock of Redis; an id that somebody chose has any time. */
    public Instant time() {
        return Instant.ofEpochMilli(millis < 0 ? Long.MAX_VALUE : millis);
    }

    @Override
    public int compareTo(EntryId other) {
        int byMillis = Long.compareUnsigned(millis, other.millis);
        return byMillis != 0 ? byMillis : Long.compareUnsigned(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
    }
}

package rtm.domain.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory, written as Docker does: {@code 512m}, {@code 2g}, {@code 1048576}.
 *
 * @param bytes at least Docker's own minimum of 6 MiB
 */
public record MemorySize(long bytes) {

    /** Docker's minimum. */
    public static final long SMALLEST = 6L << 20;

    private static final long LARGEST = 1L << 50;
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})([kmgt]?)b?");

    /**
     * @throws IllegalArgumentException if Docker would not accept it
     */
    public MemorySize {
        if (bytes < SMALLEST || bytes > LARGEST) {
            throw new IllegalArgumentException("between 6m and 1024t");
        }
    }

    /** Reads a size; empty if the text is not a size or is out of bounds. */
    public static Optional<MemorySize> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift =
                switch (matcher.group(2)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    case "t" -> 40;
                    default -> 0;
                };
        long number = Long.parseLong(matcher.group(1));
        boolean fits = number >= 1 && number <= LARGEST >> shift && number << shift >= SMALLEST;
        return fits ? Optional.of(new MemorySize(number << shift)) : Optional.empty();
    }
}

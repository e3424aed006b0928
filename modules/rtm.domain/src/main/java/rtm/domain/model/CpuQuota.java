package rtm.domain.model;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A share of processors, in billionths of one processor; {@code 1.5} is one and a half.
 *
 * @param nanos at least a hundredth of a processor, Docker's minimum
 */
public record CpuQuota(long nanos) {

    private static final long SMALLEST = 10_000_000L;
    private static final long LARGEST = 1_024_000_000_000L;
    private static final Pattern FORM = Pattern.compile("\\d{1,4}(?:\\.\\d{1,9})?");

    /**
     * @throws IllegalArgumentException if it is out of bounds
     */
    public CpuQuota {
        if (nanos < SMALLEST || nanos > LARGEST) {
            throw new IllegalArgumentException("between 0.01 and 1024 processors");
        }
    }

    /** Reads a number of processors; empty if the text is not a number or is out of bounds. */
    public static Optional<CpuQuota> parse(String text) {
        if (!FORM.matcher(text.strip()).matches()) {
            return Optional.empty();
        }
        long nanos = new BigDecimal(text.strip()).movePointRight(9).longValueExact();
        return nanos >= SMALLEST && nanos <= LARGEST
                ? Optional.of(new CpuQuota(nanos))
                : Optional.empty();
    }
}

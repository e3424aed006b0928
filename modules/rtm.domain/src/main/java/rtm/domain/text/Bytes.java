package rtm.domain.text;

import java.util.Locale;

/** Numbers of bytes as operators read them. */
public final class Bytes {

    private static final String[] UNITS = {"B", "K", "M", "G", "T", "P"};
    private static final double STEP = 1024;
    private static final double SHORT = 10;

    private Bytes() {}

    /** In powers of 1024: 512B, 1.5M, 29G. */
    public static String of(double bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return unit > 0 && value < SHORT
                ? String.format(Locale.ROOT, "%.1f%s", value, UNITS[unit])
                : Math.round(value) + UNITS[unit];
    }
}

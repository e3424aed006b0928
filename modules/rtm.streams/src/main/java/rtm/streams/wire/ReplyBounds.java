package rtm.streams.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How much of a reply of Redis is kept, and how to see what was cut. A text in an array that is too
 * long is cut to {@link #LONGEST_ELEMENT} bytes, followed by eight bytes with its real length; no
 * other text in an array is longer than that.
 */
public final class ReplyBounds {

    /** The longest text in an array that is kept whole, in bytes. */
    public static final int LONGEST_ELEMENT = 4 << 10;

    /** The longest reply that is a single text, in bytes; longer ones are cut. */
    public static final int LONGEST_TEXT = 64 << 10;

    /**
     * The largest stream entry, in bytes as Redis sends it (design: entries above are malformed).
     */
    public static final int LARGEST_ENTRY = 256 << 10;

    /** The longest array that is kept whole; longer ones end with one null more. */
    public static final int MOST_ELEMENTS = 16_384;

    /** The longest error or status, in bytes. */
    static final int LONGEST_LINE = 4 << 10;

    /** After the largest entry, only texts that can be a game id are kept, up to a total. */
    static final int LONGEST_AFTER = 256;

    static final int MOST_AFTER = 64 << 10;

    /** The list of entries of a reply to XREAD is the third array from outside. */
    static final int DEPTH_OF_ENTRIES = 3;

    /** The memory of a list of entries after which further entries become null. */
    static final int LARGEST_LIST = 2 << 20;

    /** The memory of an element beyond its bytes, estimated. */
    static final int ELEMENT = 48;

    /** The deepest array of any reply that this service asks for is the fifth. */
    static final int DEEPEST = 8;

    private static final int LENGTH_BYTES = Long.BYTES;

    private ReplyBounds() {}

    /** Adds up what an array's elements have, as Redis sends them. */
    public static final class Size {

        private long bytes;

        /** Adds an element as it was received; a null one was dropped and adds nothing. */
        public void add(byte @Nullable [] element) {
            if (element != null) {
                add(realLength(element));
            }
        }

        void add(long length) {
            bytes += 1 + Long.toString(length).length() + 2 + length + 2;
        }

        /** Whether it is above the largest entry. */
        public boolean exceeded() {
            return bytes > LARGEST_ENTRY;
        }
    }

    /** Whether the array had more elements than are kept. */
    public static boolean tooMany(int elements) {
        return elements > MOST_ELEMENTS;
    }

    /** The part of an element that was received. */
    public static byte[] kept(byte[] element) {
        return isCut(element) ? Arrays.copyOf(element, LONGEST_ELEMENT) : element;
    }

    /** Whether a part of an element is missing. */
    public static boolean isCut(byte[] element) {
        return element.length > LONGEST_ELEMENT;
    }

    private static long realLength(byte[] element) {
        return isCut(element) ? ByteBuffer.wrap(element).getLong(LONGEST_ELEMENT) : element.length;
    }

    static byte[] mark(long realLength) {
        return ByteBuffer.allocate(LENGTH_BYTES).putLong(realLength).array();
    }
}

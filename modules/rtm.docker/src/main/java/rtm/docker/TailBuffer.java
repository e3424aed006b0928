package rtm.docker;

import java.nio.charset.StandardCharsets;

/** Keeps the last bytes of what it is given, and never more than that in memory. */
final class TailBuffer {

    private final int most;
    private final byte[] ring;
    private long written;

    TailBuffer(int most) {
        this.most = most;
        // One more, which tells whether a line begins with the first of those that are kept.
        ring = new byte[most + 1];
    }

    void add(byte[] bytes, int length) {
        for (int from = 0; from < length; ) {
            int at = at(written);
            int part = Math.min(length - from, ring.length - at);
            System.arraycopy(bytes, from, ring, at, part);
            from += part;
            written += part;
        }
    }

    /**
     * What was kept, as text in which what is no UTF-8 is replaced. Where something had to go, the
     * rest of its line went too.
     */
    String wholeLines() {
        long first = written <= most ? 0 : beginningOfALine(written - most);
        byte[] kept = new byte[Math.toIntExact(written - first)];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = ring[at(first + i)];
        }
        return new String(kept, StandardCharsets.UTF_8);
    }

    /** A line that is longer than all that is kept begins nowhere in it. */
    private long beginningOfALine(long from) {
        for (long i = from; i < written; i++) {
            if (ring[at(i - 1)] == '\n') {
                return i;
            }
        }
        return from;
    }

    private int at(long position) {
        return (int) (position % ring.length);
    }
}

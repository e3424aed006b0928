package rtm.docker;

import java.nio.charset.StandardCharsets;

/** Keeps only the last bytes of its input, so that memory is bounded. */
final class TailBuffer implements MultiplexedStream.Target {

    private final int most;
    private final byte[] ring;
    private long written;

    TailBuffer(int most) {
        this.most = most;
        // One byte more, which shows whether the first kept byte starts a line.
        ring = new byte[most + 1];
    }

    @Override
    public void add(byte[] bytes, int length) {
        for (int from = 0; from < length; ) {
            int at = at(written);
            int part = Math.min(length - from, ring.length - at);
            System.arraycopy(bytes, from, ring, at, part);
            from += part;
            written += part;
        }
    }

    /**
     * The kept lines as text; invalid UTF-8 is replaced. A line whose start was dropped is dropped
     * as a whole.
     */
    String wholeLines() {
        long first = written <= most ? 0 : lineStart(written - most);
        byte[] kept = new byte[Math.toIntExact(written - first)];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = ring[at(first + i)];
        }
        return new String(kept, StandardCharsets.UTF_8);
    }

    /** If no line starts in the kept bytes, they are all part of one long line and stay. */
    private long lineStart(long from) {
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

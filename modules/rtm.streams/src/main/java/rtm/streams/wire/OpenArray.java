package rtm.streams.wire;

/** An array of a reply whose elements are still arriving. */
final class OpenArray {

    private final long length;
    private final int depth;
    private final Fate fate;
    private final ReplyBounds.Size size = new ReplyBounds.Size();
    private long index;
    private long keptAfter;
    private long weight = ReplyBounds.ELEMENT;

    /**
     * @param length its number of elements
     * @param depth 1 for the outermost
     * @param fate what happens to it as a whole
     */
    OpenArray(long length, int depth, Fate fate) {
        this.length = length;
        this.depth = depth;
        this.fate = fate;
    }

    /** What happens to an element. */
    enum Fate {
        /** It is passed on, perhaps cut. */
        KEPT,
        /** A null is passed on in its place. */
        NULL,
        /** It is left out. */
        DROPPED
    }

    int depth() {
        return depth;
    }

    boolean complete() {
        return index == length;
    }

    /** The memory of what was kept, estimated. */
    long weight() {
        return weight;
    }

    /** Decides about the next element, whatever it is. */
    Fate next() {
        long current = index++;
        if (fate != Fate.KEPT || current > ReplyBounds.MOST_ELEMENTS) {
            return Fate.DROPPED;
        }
        boolean full =
                depth == ReplyBounds.DEPTH_OF_ENTRIES
                        && current > 0
                        && weight > ReplyBounds.LARGEST_LIST;
        return full || current == ReplyBounds.MOST_ELEMENTS ? Fate.NULL : Fate.KEPT;
    }

    /** Decides about a text that would be kept. */
    Fate text(long bytes) {
        boolean exceeded = size.exceeded();
        size.add(bytes);
        if (!exceeded) {
            return Fate.KEPT;
        }
        if (bytes > ReplyBounds.LONGEST_AFTER || keptAfter + bytes > ReplyBounds.MOST_AFTER) {
            return Fate.NULL;
        }
        keptAfter += bytes + 1;
        return Fate.KEPT;
    }

    void weigh(long bytes) {
        weight += bytes;
    }
}

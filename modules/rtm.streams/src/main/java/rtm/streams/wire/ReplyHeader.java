package rtm.streams.wire;

import io.netty.buffer.ByteBuf;

/**
 * The complete first line of an element: its type and a number.
 *
 * @param line the whole line
 * @param stored whether it was removed from the bytes that arrived
 */
record ReplyHeader(ByteBuf line, boolean stored) {

    byte type() {
        return line.getByte(0);
    }

    /**
     * The number.
     *
     * @throws NoReplyException if there is none
     */
    long number() {
        int end = line.readableBytes() - 2;
        boolean negative = end > 1 && line.getByte(1) == '-';
        long number = 0;
        for (int i = negative ? 2 : 1; i < end; i++) {
            int digit = line.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new NoReplyException("a header without a number");
            }
            number = number * 10 + digit;
        }
        return negative ? -number : number;
    }
}

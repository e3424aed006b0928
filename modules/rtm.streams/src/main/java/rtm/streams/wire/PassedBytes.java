package rtm.streams.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/**
 * The bytes that arrived, each of which is passed on or skipped, and bytes inserted between them.
 * Neighbouring bytes are passed on together, without a copy.
 */
final class PassedBytes {

    private final Consumer<ByteBuf> out;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;
    private int from;
    private int at;

    /**
     * @param out takes what is passed on, and owns it
     */
    PassedBytes(Consumer<ByteBuf> out) {
        this.out = out;
    }

    /** Starts with bytes that the caller still owns. */
    void begin(ByteBuf bytes) {
        in = bytes;
        from = bytes.readerIndex();
        at = from;
    }

    int available() {
        return in.writerIndex() - at;
    }

    byte next() {
        return in.getByte(at);
    }

    /** The bytes up to the end of the line, or all if it is not there yet. */
    int line() {
        int end = in.indexOf(at, in.writerIndex(), (byte) '\n');
        return (end < 0 ? in.writerIndex() : end + 1) - at;
    }

    /** Whether that many bytes end a line. */
    boolean endsLine(int length) {
        return in.getByte(at + length - 1) == '\n';
    }

    /** A view of the next bytes. */
    ByteBuf view(int length) {
        return in.slice(at, length);
    }

    void pass(int length) {
        at += length;
    }

    void skip(int length) {
        if (length > 0) {
            flush();
            at += length;
            from = at;
        }
    }

    void insert(String text) {
        insert(Unpooled.copiedBuffer(text, US_ASCII));
    }

    void insert(ByteBuf bytes) {
        flush();
        out.accept(bytes);
    }

    /** Passes on what is left. */
    void end() {
        flush();
        in = Unpooled.EMPTY_BUFFER;
    }

    private void flush() {
        if (at > from) {
            out.accept(in.retainedSlice(from, at - from));
        }
        from = at;
    }
}

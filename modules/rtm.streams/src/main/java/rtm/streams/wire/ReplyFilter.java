package rtm.streams.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import rtm.streams.wire.OpenArray.Fate;

/**
 * Passes on the bytes of replies (RESP, version 2) and shortens what is too long, without ever
 * holding more than the header of one element. What is short is passed on as it came.
 */
final class ReplyFilter {

    /** A type, a sign, the digits of a long, an end of line. */
    private static final int LONGEST_HEADER = 24;

    private static final String NOTHING = "$-1\r\n";
    private static final byte[] END_OF_LINE = {'\r', '\n'};

    private final PassedBytes bytes;
    private final LongConsumer large;
    private final Deque<OpenArray> arrays = new ArrayDeque<>();

    /** The beginning of a header whose end has not arrived yet. */
    private final ByteBuf header = Unpooled.buffer(LONGEST_HEADER, LONGEST_HEADER);

    private State state = State.HEADER;
    private Fate fate = Fate.KEPT;
    private long passing;
    private long dropping;
    private long weight;
    private int endPassing;
    private byte @Nullable [] mark;

    /**
     * A filter for the replies of one connection.
     *
     * @param out takes what is passed on, and owns it
     * @param large receives the number of bytes that arrived of a text that is cut
     */
    ReplyFilter(Consumer<ByteBuf> out, LongConsumer large) {
        this.bytes = new PassedBytes(out);
        this.large = large;
    }

    private enum State {
        HEADER,
        LINE,
        TEXT
    }

    /**
     * Takes the next bytes, which the caller still owns.
     *
     * @throws NoReplyException if they are no reply
     */
    void feed(ByteBuf arrived) {
        bytes.begin(arrived);
        while (bytes.available() > 0) {
            switch (state) {
                case HEADER -> header();
                case LINE -> line();
                case TEXT -> text();
            }
        }
        bytes.end();
    }

    private void header() {
        byte type = header.isReadable() ? header.getByte(0) : bytes.next();
        if (type == '+' || type == '-') {
            fate = next();
            replaceIfNull();
            passing = fate == Fate.KEPT ? ReplyBounds.LONGEST_LINE : 0;
            state = State.LINE;
            return;
        }
        int length = bytes.line();
        if (header.readableBytes() + length > LONGEST_HEADER) {
            throw new NoReplyException("a header is too long");
        }
        boolean complete = bytes.endsLine(length);
        if (complete && !header.isReadable()) {
            element(new ReplyHeader(bytes.view(length), false));
            return;
        }
        header.writeBytes(bytes.view(length));
        bytes.skip(length);
        if (complete) {
            ByteBuf whole = Unpooled.copiedBuffer(header);
            header.clear();
            element(new ReplyHeader(whole, true));
        }
    }

    private void element(ReplyHeader element) {
        long number = element.number();
        fate = next();
        switch (element.type()) {
            case ':' -> {
                passHeader(element);
                completed(ReplyBounds.ELEMENT);
            }
            case '*' -> array(number, element);
            case '$' -> beginText(number, element);
            default -> throw new NoReplyException("an unknown type of reply");
        }
    }

    private void array(long number, ReplyHeader element) {
        if (number <= 0) {
            passHeader(element);
            completed(ReplyBounds.ELEMENT);
            return;
        }
        if (arrays.size() == ReplyBounds.DEEPEST) {
            throw new NoReplyException("arrays are nested too deep");
        }
        if (fate == Fate.KEPT && number > ReplyBounds.MOST_ELEMENTS) {
            replaceHeader("*" + (ReplyBounds.MOST_ELEMENTS + 1) + "\r\n", element);
        } else {
            passHeader(element);
        }
        arrays.push(new OpenArray(number, arrays.size() + 1, fate));
    }

    private void beginText(long number, ReplyHeader element) {
        if (number < 0) {
            passHeader(element);
            completed(ReplyBounds.ELEMENT);
            return;
        }
        OpenArray array = arrays.peek();
        if (array != null && fate == Fate.KEPT) {
            fate = array.text(number);
        }
        int most = array == null ? ReplyBounds.LONGEST_TEXT : ReplyBounds.LONGEST_ELEMENT;
        mark = null;
        passing = fate == Fate.KEPT ? number : 0;
        endPassing = END_OF_LINE.length;
        if (passing > most) {
            passing = most;
            mark = ReplyBounds.mark(number);
            replaceHeader("$" + (most + mark.length) + "\r\n", element);
        } else {
            passHeader(element);
        }
        dropping = number - passing;
        weight = ReplyBounds.ELEMENT + passing;
        state = State.TEXT;
    }

    private void text() {
        int available = bytes.available();
        if (passing > 0) {
            int length = (int) Math.min(available, passing);
            bytes.pass(length);
            passing -= length;
        } else if (dropping > 0) {
            int length = (int) Math.min(available, dropping);
            bytes.skip(length);
            dropping -= length;
            large.accept(length);
        } else {
            insertMark();
            int length = Math.min(available, endPassing);
            if (fate == Fate.KEPT) {
                bytes.pass(length);
            } else {
                bytes.skip(length);
            }
            endPassing -= length;
            if (endPassing == 0) {
                state = State.HEADER;
                completed(weight);
            }
        }
    }

    private void insertMark() {
        byte[] due = mark;
        mark = null;
        if (due != null) {
            bytes.insert(Unpooled.wrappedBuffer(due));
        }
    }

    private void line() {
        int length = bytes.line();
        boolean complete = bytes.endsLine(length);
        int kept = (int) Math.min(length, passing);
        bytes.pass(kept);
        passing -= kept;
        bytes.skip(length - kept);
        if (complete) {
            if (fate == Fate.KEPT && length > kept) {
                bytes.insert(Unpooled.wrappedBuffer(END_OF_LINE));
            }
            state = State.HEADER;
            completed(ReplyBounds.ELEMENT + ReplyBounds.LONGEST_LINE - passing);
        }
    }

    private Fate next() {
        OpenArray array = arrays.peek();
        return array == null ? Fate.KEPT : array.next();
    }

    /** An element ended, and with it perhaps the arrays around it. */
    private void completed(long elementWeight) {
        long added = elementWeight;
        OpenArray array = arrays.peek();
        while (array != null) {
            array.weigh(added);
            if (!array.complete()) {
                return;
            }
            arrays.pop();
            added = array.weight();
            array = arrays.peek();
        }
    }

    private void passHeader(ReplyHeader element) {
        int length = element.line().readableBytes();
        if (fate != Fate.KEPT) {
            bytes.skip(element.stored() ? 0 : length);
            replaceIfNull();
        } else if (element.stored()) {
            bytes.insert(element.line());
        } else {
            bytes.pass(length);
        }
    }

    private void replaceIfNull() {
        if (fate == Fate.NULL) {
            bytes.insert(NOTHING);
        }
    }

    private void replaceHeader(String other, ReplyHeader element) {
        bytes.skip(element.stored() ? 0 : element.line().readableBytes());
        bytes.insert(other);
    }
}

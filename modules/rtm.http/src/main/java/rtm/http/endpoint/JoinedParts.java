package rtm.http.endpoint;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import rtm.http.message.Answer;
import rtm.http.message.BodyParts;

/**
 * A body of many pieces, which other answers may share; sent in parts that join some of them. For
 * one request.
 */
final class JoinedParts implements BodyParts {

    /** The size at which a part has enough pieces: what a client costs that does not read. */
    private static final int PART = 64 * 1024;

    private final List<ByteBuffer> pieces;
    private int sent;

    private JoinedParts(List<ByteBuffer> pieces) {
        this.pieces = pieces;
    }

    /** The answer with these pieces, none of them empty; they must not change any more. */
    static Answer answer(List<ByteBuffer> pieces) {
        JoinedParts parts = new JoinedParts(pieces);
        ByteBuffer first = parts.join();
        return parts.sent == pieces.size() ? Answer.ok(first) : Answer.ok(first, parts);
    }

    @Override
    public Optional<ByteBuffer> next() {
        return sent == pieces.size() ? Optional.empty() : Optional.of(join());
    }

    private ByteBuffer join() {
        int end = sent;
        int size = 0;
        while (end < pieces.size() && size < PART) {
            size += pieces.get(end++).remaining();
        }
        ByteBuffer part = ByteBuffer.allocate(size);
        pieces.subList(sent, end).forEach(piece -> part.put(piece.duplicate()));
        sent = end;
        return part.flip();
    }
}

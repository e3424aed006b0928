package rtm.streams;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accepts any reply: arrays as lists, texts as bytes, numbers as {@link Long}, nothing as null. The
 * reply itself is the only element of the outermost list.
 */
final class Replies extends CommandOutput<byte[], byte[], List<@Nullable Object>> {

    private final Deque<Frame> open = new ArrayDeque<>();

    Replies() {
        super(ByteArrayCodec.INSTANCE, new ArrayList<>());
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        add(bytes == null ? null : codec.decodeValue(bytes));
    }

    @Override
    public void set(long integer) {
        add(integer);
    }

    @Override
    public void multi(int count) {
        List<@Nullable Object> array = new ArrayList<>();
        add(array);
        if (count > 0) {
            open.push(new Frame(array, count));
        }
    }

    /** Whether an error says that the inspected key does not exist. */
    static boolean isNoSuchKey(String error) {
        return error.contains("no such key");
    }

    private void add(@Nullable Object element) {
        while (!open.isEmpty() && open.element().full()) {
            open.pop();
        }
        (open.isEmpty() ? output : open.element().elements()).add(element);
    }

    /** An array that is being filled. */
    private record Frame(List<@Nullable Object> elements, int size) {
        boolean full() {
            return elements.size() == size;
        }
    }
}

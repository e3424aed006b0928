package rtm.http.endpoint;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import rtm.http.message.Answer;
import rtm.http.message.BodyParts;
import rtm.http.message.JsonObjectWriter;

/**
 * The body {@code {"items":[…]}} of a list, in parts. For one request; its parts are made one after
 * the other.
 */
final class ItemParts<T> implements BodyParts {

    private static final String BEGIN = "{\"items\":[";
    private static final String END = "]}";

    private final Source<T> source;
    private final BiConsumer<JsonObjectWriter, T> fields;
    private String before = BEGIN;
    private boolean ended;

    private ItemParts(Source<T> source, BiConsumer<JsonObjectWriter, T> fields) {
        this.source = source;
        this.fields = fields;
    }

    /** Where the items come from. */
    @FunctionalInterface
    interface Source<T> {

        /** The next items; not called after the last ones. */
        Items<T> next();
    }

    /**
     * Some items.
     *
     * @param items maybe none
     * @param last whether there are no more
     */
    record Items<T>(List<T> items, boolean last) {}

    /** The answer with these items; it is sent in parts if they are not all in the first one. */
    static <T> Answer answer(Source<T> source, BiConsumer<JsonObjectWriter, T> fields) {
        ItemParts<T> parts = new ItemParts<>(source, fields);
        ByteBuffer first = parts.part(source.next());
        return parts.ended ? Answer.ok(first) : Answer.ok(first, parts);
    }

    @Override
    public Optional<ByteBuffer> next() {
        while (!ended) {
            ByteBuffer part = part(source.next());
            if (part.hasRemaining()) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    private ByteBuffer part(Items<T> some) {
        ended = some.last();
        boolean none = some.items().isEmpty();
        String start = none && !before.equals(BEGIN) ? "" : before;
        if (!none) {
            before = ",";
        } else if (before.equals(BEGIN)) {
            before = "";
        }
        return JsonObjectWriter.part(start, some.items(), fields, ended ? END : "");
    }
}

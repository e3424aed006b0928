package rtm.http.message;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** JSON objects, written field by field in the order of the contract. */
public final class JsonObjectWriter {

    private static final DslJson<Object> DSL = new DslJson<>(new DslJson.Settings<>());

    private final JsonWriter writer;
    private boolean first = true;

    private JsonObjectWriter(JsonWriter writer) {
        this.writer = writer;
    }

    /** One object, as UTF-8. */
    public static ByteBuffer object(Consumer<JsonObjectWriter> fields) {
        JsonWriter writer = DSL.newWriter();
        object(writer, fields);
        return ByteBuffer.wrap(writer.toByteArray());
    }

    /** One object, as one line of text. */
    public static String line(Consumer<JsonObjectWriter> fields) {
        String text = StandardCharsets.UTF_8.decode(object(fields)).toString();
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replaceAll("[\r\n]", " ");
    }

    /**
     * A part of a document: objects with commas between them.
     *
     * @param before what comes before them, as it is
     * @param after what comes after them, as it is
     */
    public static <T> ByteBuffer part(
            String before, List<T> items, BiConsumer<JsonObjectWriter, T> fields, String after) {
        JsonWriter writer = DSL.newWriter();
        writer.writeAscii(before);
        items(writer, items, fields);
        writer.writeAscii(after);
        return ByteBuffer.wrap(writer.toByteArray());
    }

    private static void object(JsonWriter writer, Consumer<JsonObjectWriter> fields) {
        writer.writeByte(JsonWriter.OBJECT_START);
        fields.accept(new JsonObjectWriter(writer));
        writer.writeByte(JsonWriter.OBJECT_END);
    }

    public JsonObjectWriter text(String name, String value) {
        name(name);
        writer.writeString(wellFormed(value));
        return this;
    }

    /** The field is always there; without a value it is null. */
    public JsonObjectWriter text(String name, Optional<String> value) {
        if (value.isPresent()) {
            return text(name, value.get());
        }
        name(name);
        writer.writeNull();
        return this;
    }

    /** RFC 3339 in UTC; no finer than the microseconds that PostgreSQL keeps. */
    public JsonObjectWriter time(String name, Instant instant) {
        return text(name, instant.truncatedTo(ChronoUnit.MICROS).toString());
    }

    /** The field is always there; without a time it is null. */
    public JsonObjectWriter time(String name, Optional<Instant> instant) {
        return instant.isPresent() ? time(name, instant.get()) : text(name, Optional.empty());
    }

    public JsonObjectWriter number(String name, long value) {
        name(name);
        writer.writeAscii(Long.toString(value));
        return this;
    }

    /** The field is always there; without a value it is null. */
    public JsonObjectWriter number(String name, Optional<Long> value) {
        return value.isPresent() ? number(name, value.get()) : text(name, Optional.empty());
    }

    public JsonObjectWriter flag(String name, boolean value) {
        name(name);
        writer.writeAscii(Boolean.toString(value));
        return this;
    }

    /** The value is JSON already. */
    public JsonObjectWriter raw(String name, String json) {
        name(name);
        writer.writeAscii(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public JsonObjectWriter object(String name, Consumer<JsonObjectWriter> fields) {
        name(name);
        object(writer, fields);
        return this;
    }

    public <T> JsonObjectWriter objects(
            String name, List<T> items, BiConsumer<JsonObjectWriter, T> fields) {
        name(name);
        writer.writeByte(JsonWriter.ARRAY_START);
        items(writer, items, fields);
        writer.writeByte(JsonWriter.ARRAY_END);
        return this;
    }

    public JsonObjectWriter texts(String name, List<String> values) {
        name(name);
        writer.writeByte(JsonWriter.ARRAY_START);
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                writer.writeByte(JsonWriter.COMMA);
            }
            writer.writeString(wellFormed(values.get(i)));
        }
        writer.writeByte(JsonWriter.ARRAY_END);
        return this;
    }

    private static <T> void items(
            JsonWriter writer, List<T> items, BiConsumer<JsonObjectWriter, T> fields) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                writer.writeByte(JsonWriter.COMMA);
            }
            T item = items.get(i);
            object(writer, json -> fields.accept(json, item));
        }
    }

    private void name(String name) {
        if (!first) {
            writer.writeByte(JsonWriter.COMMA);
        }
        first = false;
        writer.writeString(name);
        writer.writeByte(JsonWriter.SEMI);
    }

    /**
     * Half a surrogate pair, as a cut text may end on, has no UTF-8; it becomes a question mark.
     */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}

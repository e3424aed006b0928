package rtm.streams;

import com.dslplatform.json.BoolConverter;
import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonWriter;
import com.dslplatform.json.NumberConverter;
import java.util.function.Consumer;

/** Writes JSON objects with names in the given order; any text results in valid JSON. */
final class JsonText {

    private final DslJson<Object> json = new DslJson<>(new DslJson.Settings<>());

    /** An object with the members that the consumer writes. */
    String object(Consumer<Members> members) {
        JsonWriter writer = json.newWriter();
        writeObject(writer, members);
        return writer.toString();
    }

    private static void writeObject(JsonWriter writer, Consumer<Members> members) {
        writer.writeByte(JsonWriter.OBJECT_START);
        members.accept(new Members(writer));
        writer.writeByte(JsonWriter.OBJECT_END);
    }

    /** Writes the members of an object. */
    static final class Members {

        private final JsonWriter writer;
        private boolean first = true;

        private Members(JsonWriter writer) {
            this.writer = writer;
        }

        Members text(String name, String value) {
            name(name);
            writer.writeString(Text.clean(value));
            return this;
        }

        Members number(String name, long value) {
            name(name);
            NumberConverter.serialize(value, writer);
            return this;
        }

        Members truth(String name, boolean value) {
            name(name);
            BoolConverter.serialize(value, writer);
            return this;
        }

        Members object(String name, Consumer<Members> members) {
            name(name);
            writeObject(writer, members);
            return this;
        }

        private void name(String name) {
            if (!first) {
                writer.writeByte(JsonWriter.COMMA);
            }
            first = false;
            writer.writeString(name);
            writer.writeByte(JsonWriter.SEMI);
        }
    }
}

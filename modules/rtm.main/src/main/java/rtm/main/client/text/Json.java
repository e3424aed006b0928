package rtm.main.client.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON that the commands make themselves, where no answer of the service is printed. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** An object of texts, in the map's order. */
    public static String object(Map<String, String> texts) {
        return written(json -> fields(json, texts));
    }

    /** An object with one field, which is an object of texts. */
    public static String object(String name, Map<String, String> texts) {
        return written(json -> {
            json.writeStartObject();
            json.writeFieldName(name);
            fields(json, texts);
            json.writeEndObject();
        });
    }

    /** A list in the form of the service's answers: {@code items}, each with one field. */
    public static String items(String field, List<String> values) {
        return written(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (String value : values) {
                fields(json, Map.of(field, value));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /**
     * The fields of an object, then further ones.
     *
     * @param object JSON
     * @param more the further fields, whose values are JSON
     */
    public static String with(String object, Map<String, String> more) {
        return written(json -> {
            json.writeStartObject();
            try (JsonParser fields = FACTORY.createParser(object)) {
                fields.nextToken();
                while (fields.nextToken() == JsonToken.FIELD_NAME) {
                    json.copyCurrentStructure(fields);
                }
            }
            for (Map.Entry<String, String> each : more.entrySet()) {
                json.writeFieldName(each.getKey());
                try (JsonParser value = FACTORY.createParser(each.getValue())) {
                    value.nextToken();
                    json.copyCurrentStructure(value);
                }
            }
            json.writeEndObject();
        });
    }

    /**
     * The objects of a list of an object, each as JSON; none if there is no such list.
     *
     * @param object JSON
     */
    public static List<String> elements(String object, String list) {
        List<String> elements = new ArrayList<>();
        try (JsonParser fields = FACTORY.createParser(object)) {
            fields.nextToken();
            while (fields.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = fields.currentName().equals(list);
                if (fields.nextToken() == JsonToken.START_ARRAY && wanted) {
                    while (fields.nextToken() == JsonToken.START_OBJECT) {
                        elements.add(written(json -> json.copyCurrentStructure(fields)));
                    }
                } else {
                    fields.skipChildren();
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return elements;
    }

    /** An error in the form of the service's answers. */
    public static String error(String code, String message) {
        return written(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("code", code);
            json.writeStringField("message", message);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void fields(JsonGenerator json, Map<String, String> texts) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> each : texts.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static String written(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            writing.to(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}

package rtm.main.client.call;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rtm.domain.text.PlainText;

/**
 * An object of an answer. A field that is missing, null or of another type is empty, so that the
 * command works with a service of another version.
 *
 * @param values the fields, in the answer's order
 */
public record Fields(Map<String, ?> values) {

    public static final Fields NONE = new Fields(Map.of());

    /** A text that is safe to print on one line. */
    public Optional<String> text(String name) {
        return values.get(name) instanceof String text
                ? Optional.of(PlainText.line(text))
                : Optional.empty();
    }

    /** A text as it is: not safe to print. */
    public Optional<String> raw(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A text that is safe to print, or a dash. */
    public String shown(String name) {
        return text(name).orElse("-");
    }

    public OptionalLong number(String name) {
        return values.get(name) instanceof Number number
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    public OptionalDouble decimal(String name) {
        return values.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    public boolean is(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    public Optional<Instant> time(String name) {
        try {
            return values.get(name) instanceof String text
                    ? Optional.of(Instant.parse(text))
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** The object of this name; without fields if there is none. */
    public Fields object(String name) {
        return of(values.get(name)).orElse(NONE);
    }

    /** The objects of the list of this name. */
    public List<Fields> list(String name) {
        return values.get(name) instanceof List<?> items
                ? items.stream().map(Fields::of).flatMap(Optional::stream).toList()
                : List.of();
    }

    private static Optional<Fields> of(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        LinkedHashMap<String, Object> fields = new LinkedHashMap<>();
        map.forEach((name, content) -> fields.put(String.valueOf(name), content));
        return Optional.of(new Fields(fields));
    }
}

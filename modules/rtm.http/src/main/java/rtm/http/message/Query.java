package rtm.http.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;
import rtm.domain.text.PercentCode;

/**
 * The parameters after the question mark, each at most once.
 *
 * @param values by name, decoded
 */
public record Query(Map<String, String> values) {

    private static final Pattern SMALL_NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final Pattern ROW_NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    public Query {
        values = Map.copyOf(values);
    }

    /**
     * Reads a query.
     *
     * @param raw as it came, without the question mark
     * @param known the parameters that the route has
     * @throws OperationException {@code invalid_request}, naming the parameter
     */
    public static Query parse(String raw, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                require(known.contains(name), "unknown query parameter " + Sanitized.of(name));
                require(values.put(name, value) == null, "repeated query parameter " + name);
            }
        }
        return new Query(values);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * A whole number from 1 on.
     *
     * @param usual the value where the parameter is not there
     * @param most the greatest that is taken
     * @throws OperationException {@code invalid_request}, naming what is taken
     */
    public int number(String name, int usual, int most) {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return usual;
        }
        return text.filter(digits -> SMALL_NUMBER.matcher(digits).matches())
                .map(Integer::parseInt)
                .filter(number -> number >= 1 && number <= most)
                .orElseThrow(() ->
                        invalid("%s must be a whole number from 1 to %d".formatted(name, most)));
    }

    /**
     * Yes or no.
     *
     * @param usual the value where the parameter is not there
     * @throws OperationException {@code invalid_request}, unless it is true or false
     */
    public boolean flag(String name, boolean usual) {
        return value(name)
                .map(text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw invalid(name + " must be true or false");
                        })
                .orElse(usual);
    }

    /**
     * The number of a row, where the parameter is there.
     *
     * @throws OperationException {@code invalid_request}, unless it is a whole number from 1 on
     */
    public Optional<Long> rowNumber(String name) {
        return value(name)
                .map(text -> {
                    if (!ROW_NUMBER.matcher(text).matches()) {
                        throw invalid(name + " must be a whole number from 1 on");
                    }
                    return Long.parseLong(text);
                });
    }

    private static String decode(String encoded) {
        try {
            return PercentCode.decode(encoded.replace('+', ' '));
        } catch (IllegalArgumentException _) {
            throw invalid("the query is not valid percent-encoded UTF-8");
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw invalid(problem);
        }
    }

    private static OperationException invalid(String message) {
        return new OperationException(ErrorCode.INVALID_REQUEST, message);
    }
}

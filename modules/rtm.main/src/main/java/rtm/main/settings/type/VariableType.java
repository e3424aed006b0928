package rtm.main.settings.type;

import java.util.Optional;
import java.util.function.Function;

/**
 * The type of a variable's value.
 *
 * @param accepted the accepted values, as words that follow "takes"
 * @param parser reads a text that is not empty
 */
public record VariableType<T>(String accepted, Function<String, Parsed<T>> parser) {

    /** A type whose parser gives no reasons for a refusal. */
    public static <T> VariableType<T> of(String accepted, Function<String, Optional<T>> parser) {
        return new VariableType<>(accepted, text -> Parsed.of(parser.apply(text)));
    }

    /** The same type with a converted value. */
    public <R> VariableType<R> map(Function<T, R> conversion) {
        return new VariableType<>(
                accepted,
                text ->
                        switch (parser.apply(text)) {
                            case Parsed.Value<T>(T value) ->
                                    new Parsed.Value<>(conversion.apply(value));
                            case Parsed.Refused<T>(String reason) -> new Parsed.Refused<>(reason);
                        });
    }

    /** The same type for a variable that may also be empty. */
    public VariableType<Optional<T>> orNothing() {
        VariableType<Optional<T>> filled = map(Optional::of);
        return new VariableType<>(
                accepted,
                text ->
                        text.isEmpty()
                                ? new Parsed.Value<>(Optional.empty())
                                : filled.parser().apply(text));
    }
}

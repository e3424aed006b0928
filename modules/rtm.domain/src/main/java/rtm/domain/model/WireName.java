package rtm.domain.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A constant of a closed set that crosses the boundary: its name outside is the constant's own, in
 * lower case.
 */
public interface WireName {

    /** The constant's name, as every enum has it. */
    String name();

    /** The name used in JSON, in streams and in the database. */
    default String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds the constant with a name from outside; empty when there is none. */
    static <E extends Enum<E> & WireName> Optional<E> parse(Class<E> set, String wire) {
        return Arrays.stream(set.getEnumConstants())
                .filter(constant -> constant.wire().equals(wire))
                .findFirst();
    }

    /**
     * Reads a constant that this service wrote itself.
     *
     * @throws IllegalArgumentException if the set has no such constant
     */
    static <E extends Enum<E> & WireName> E require(Class<E> set, String wire) {
        return parse(set, wire)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no " + set.getSimpleName() + " is called " + wire));
    }
}

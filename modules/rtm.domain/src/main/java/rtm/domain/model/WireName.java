package rtm.domain.model;

import java.util.Locale;
import java.util.Optional;

/** A constant that other systems see: its outside name is the constant's own name in lower case. */
public interface WireName {

    /** The enum constant's name. */
    String name();

    /** The name used in JSON, in streams and in the database. */
    default String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds the constant with an outside name; empty if there is none. */
    static <E extends Enum<E> & WireName> Optional<E> parse(Class<E> set, String wire) {
        for (E constant : set.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(wire) && constant.wire().equals(wire)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
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
                                "no " + set.getSimpleName() + " is named " + wire));
    }
}

package rtm.http;

import java.util.Arrays;
import java.util.stream.Collectors;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;
import rtm.domain.model.Wire;

/** Values of closed sets, as a request names them. */
final class WireField {

    private WireField() {}

    /**
     * Finds the constant.
     *
     * @throws OperationException {@code invalid_request}, listing the valid names
     */
    static <E extends Enum<E> & Wire> E require(Class<E> set, String field, String text) {
        return Wire.parse(set, text)
                .orElseThrow(() ->
                        new OperationException(
                                ErrorCode.INVALID_REQUEST,
                                "unknown %s %s; valid are %s"
                                        .formatted(field, Shown.of(text), names(set))));
    }

    private static <E extends Enum<E> & Wire> String names(Class<E> set) {
        return Arrays.stream(set.getEnumConstants())
                .map(Wire::wire)
                .collect(Collectors.joining(", "));
    }
}

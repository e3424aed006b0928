package rtm.http.message;

import java.util.Arrays;
import java.util.stream.Collectors;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;
import rtm.domain.model.WireName;

/** Values of closed sets, as a request names them. */
public final class WireField {

    private WireField() {}

    /**
     * Finds the constant.
     *
     * @throws OperationException {@code invalid_request}, listing the valid names
     */
    public static <E extends Enum<E> & WireName> E require(
            Class<E> set, String field, String text) {
        return WireName.parse(set, text)
                .orElseThrow(() ->
                        new OperationException(
                                ErrorCode.INVALID_REQUEST,
                                "unknown %s %s; valid are %s"
                                        .formatted(field, Sanitized.of(text), names(set))));
    }

    private static <E extends Enum<E> & WireName> String names(Class<E> set) {
        return Arrays.stream(set.getEnumConstants())
                .map(WireName::wire)
                .collect(Collectors.joining(", "));
    }
}

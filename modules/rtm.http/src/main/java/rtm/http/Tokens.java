package rtm.http;

import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.ErrorCode;

/**
 * The tokens that callers show.
 *
 * @param all admits everything
 * @param reading admits what only reads
 */
record Tokens(Token all, Optional<Token> reading) {

    /** A request that is refused. */
    record Refusal(ErrorCode code, String message) {}

    static Tokens of(HttpSettings settings) {
        return new Tokens(
                new Token(settings.token()),
                settings.readToken().map(token -> new Token(Optional.of(token))));
    }

    /** Why a request with this Authorization header is refused, if it is. */
    Optional<Refusal> refusal(HttpString method, @Nullable String authorization) {
        if (all.admits(authorization)) {
            return Optional.empty();
        }
        if (reading.filter(token -> token.admits(authorization)).isEmpty()) {
            return Optional.of(
                    new Refusal(ErrorCode.UNAUTHORIZED, "a valid bearer token is needed"));
        }
        return method.equals(Methods.GET) || method.equals(Methods.HEAD)
                ? Optional.empty()
                : Optional.of(new Refusal(ErrorCode.FORBIDDEN, "this token may only read"));
    }
}

package rtm.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The token that callers send, if one is set. */
final class Token {

    private static final String SCHEME = "Bearer ";

    private final Optional<byte[]> expected;

    Token(Optional<String> token) {
        expected = token.map(Token::digestible);
    }

    /** Whether this Authorization header is accepted. Takes the same time for every wrong token. */
    boolean admits(@Nullable String authorization) {
        return expected.isEmpty()
                || (authorization != null
                        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                        && MessageDigest.isEqual(
                                expected.get(),
                                digestible(authorization.substring(SCHEME.length()).strip())));
    }

    private static byte[] digestible(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package rtm.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoding, undone exactly once. */
final class PercentCode {

    private PercentCode() {}

    /** The text behind the encoding; empty when that is broken or not UTF-8. */
    static Optional<String> decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return Optional.of(encoded);
        }
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length() * 3);
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) != '%') {
                bytes.put(encoded.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            } else if (isOctet(encoded, i)) {
                bytes.put((byte) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return text(bytes.flip());
    }

    private static boolean isOctet(String encoded, int at) {
        return at + 2 < encoded.length()
                && isHexDigit(encoded.charAt(at + 1))
                && isHexDigit(encoded.charAt(at + 2));
    }

    private static boolean isHexDigit(char c) {
        return c < 0x7f && Character.digit(c, 16) >= 0;
    }

    private static Optional<String> text(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException broken) {
            return Optional.empty();
        }
    }
}

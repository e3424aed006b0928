package rtm.domain.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding as in a URL's path, where a plus sign stands for itself. */
public final class PercentCode {

    private PercentCode() {}

    /**
     * Decodes a text, exactly once.
     *
     * @throws IllegalArgumentException if it is malformed or does not encode UTF-8; the message
     *     does not contain the text
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                decoded.write(octet(raw, i + 1));
                i += 2;
            } else {
                decoded.write(raw[i]);
            }
        }
        return utf8(decoded.toByteArray());
    }

    private static int octet(byte[] raw, int at) {
        if (at + 1 >= raw.length
                || !HexFormat.isHexDigit(raw[at])
                || !HexFormat.isHexDigit(raw[at + 1])) {
            throw new IllegalArgumentException(
                    "it has a % without two hexadecimal digits after it; write %25 for a % itself");
        }
        return HexFormat.fromHexDigit(raw[at]) << 4 | HexFormat.fromHexDigit(raw[at + 1]);
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("its percent-encoded characters are not UTF-8", e);
        }
    }
}

package rtm.store.table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.StopReason;

/**
 * Tells a job that comes again from another job under the same reference, which there is when Redis
 * lost its data and counts anew.
 */
final class JobReference {

    private static final int HASH_BYTES = 8;

    private JobReference() {}

    /** Whether a row was opened by a job with this payload. */
    static boolean hasPayload(OpenOperation row, OperationRequest request) {
        return row.gameId().equals(request.gameId())
                && row.kind() == request.kind()
                && row.image().equals(request.image().map(SqlValues::text))
                && row.reason().equals(request.reason());
    }

    /** The reference of a job whose own is taken; it depends on the payload only. */
    static String apart(String reference, OperationRequest request) {
        String payload =
                String.join(
                        "\0",
                        request.gameId().value(),
                        request.kind().wire(),
                        request.image().map(SqlValues::text).orElse("\0"),
                        request.reason().map(StopReason::wire).orElse(""));
        return reference + "#" + HexFormat.of().formatHex(sha256(payload), 0, HASH_BYTES);
    }

    private static byte[] sha256(String text) {
        try {
            return Objects.requireNonNull(MessageDigest.getInstance("SHA-256"))
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

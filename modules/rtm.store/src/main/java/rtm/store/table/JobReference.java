package rtm.store.table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.StopReason;
import rtm.store.sql.SqlValues;

/**
 * Distinguishes a repeated job from another job with the same reference, which exists if Redis lost
 * its data and counts from the start again.
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

    /** The reference of a job if its own is taken; the added part depends only on the payload. */
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

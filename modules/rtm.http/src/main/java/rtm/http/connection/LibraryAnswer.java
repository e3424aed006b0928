package rtm.http.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.model.ErrorCode;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;

/** The answers that the HTTP library gives by itself, and what is sent instead of them. */
final class LibraryAnswer {

    private static final Pattern STATUS =
            Pattern.compile("HTTP/1\\.[01] (\\d)(\\d\\d) ([ -~]{0,80})");
    private static final int LONGEST_LINE = 100;
    private static final char INTERIM = '1';
    private static final char FAULT_OF_THE_CLIENT = '4';

    private LibraryAnswer() {}

    /** Whether it only asks the client to go on. */
    static boolean isInterim(ByteBuffer bytes) {
        Matcher status = STATUS.matcher(beginning(bytes));
        return status.lookingAt() && status.group(1).charAt(0) == INTERIM;
    }

    /** The answer with the body that all errors have; the connection ends with it. */
    static ByteBuffer insteadOf(ByteBuffer bytes) {
        Matcher status = STATUS.matcher(beginning(bytes));
        Answer answer =
                status.lookingAt() && status.group(1).charAt(0) == FAULT_OF_THE_CLIENT
                        ? invalid(status.group(3))
                        : ErrorAnswer.of(
                                ErrorCode.INTERNAL_ERROR,
                                "an unexpected error; the service's log has its details");
        return rendered(answer);
    }

    private static Answer invalid(String reason) {
        String words =
                "the request is not valid HTTP: its first line, its headers, or their size or"
                        + " number";
        return ErrorAnswer.of(
                ErrorCode.INVALID_REQUEST,
                reason.isEmpty() || reason.equals("Bad Request")
                        ? words
                        : words + " (" + reason + ")");
    }

    private static ByteBuffer rendered(Answer answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ");
        head.append(answer.status())
                .append(answer.status() < 500 ? " Bad Request" : " Internal Server Error")
                .append("\r\nConnection: close\r\nContent-Type: ")
                .append(answer.contentType())
                .append("\r\nContent-Length: ")
                .append(answer.body().remaining())
                .append("\r\n\r\n");
        byte[] first = head.toString().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(first.length + answer.body().remaining())
                .put(first)
                .put(answer.body().duplicate())
                .flip();
    }

    private static String beginning(ByteBuffer bytes) {
        byte[] first = new byte[Math.min(bytes.remaining(), LONGEST_LINE)];
        bytes.get(bytes.position(), first);
        return new String(first, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    }
}

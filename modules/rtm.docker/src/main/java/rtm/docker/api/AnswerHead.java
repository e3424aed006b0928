package rtm.docker.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The status and the headers of an answer.
 *
 * @param status the status
 * @param headers by name, in any case
 */
record AnswerHead(int status, Map<String, List<String>> headers) {

    /** The maximum length of a head in bytes. */
    static final int LONGEST = 64 * 1024;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    /**
     * Reads a head.
     *
     * @throws UnreadableAnswerException if it is not HTTP or is too long
     * @throws EOFException if it is incomplete
     */
    static AnswerHead read(InputStream in) throws IOException {
        int[] left = {LONGEST};
        Matcher status = STATUS.matcher(line(in, left));
        if (!status.matches()) {
            throw new UnreadableAnswerException("it is not HTTP", null);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new UnreadableAnswerException("it has a broken header", null);
            }
            headers.computeIfAbsent(line.substring(0, colon).strip(), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new AnswerHead(Integer.parseInt(status.group(1)), headers);
    }

    /** Reads a line of up to that many bytes, and takes them off. */
    static String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the daemon closed the connection before its answer ended");
            }
            if (--left[0] < 0) {
                throw new UnreadableAnswerException("its head is too long", null);
            }
            line.append((char) next);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    /** Whether the real answer follows. */
    boolean interim() {
        return status < 200;
    }

    boolean refusal() {
        return status >= 400;
    }

    boolean bodiless() {
        return status == 204 || status == 304;
    }

    /** The first value of a header; empty if it has none. */
    String first(String name) {
        return headers.getOrDefault(name, List.of("")).getFirst();
    }

    /**
     * The announced length of the body; empty if it ends with the connection.
     *
     * @throws UnreadableAnswerException if it is not a length
     */
    Optional<Long> contentLength() throws UnreadableAnswerException {
        String text = first("content-length");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!LENGTH.matcher(text).matches()) {
            throw new UnreadableAnswerException("it has a broken length", null);
        }
        return Optional.of(Long.parseLong(text));
    }
}

package rtm.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.model.EngineAddress;
import rtm.domain.time.Deadline;

/**
 * The head of an engine's answer to one plain {@code GET}, on a connection of its own. Engines are
 * asked all the time, and the JDK's client takes several times the processor time for it.
 *
 * @param status the status
 * @param location where it says to ask instead; empty if it does not
 */
record PlainHead(int status, Optional<String> location) {

    private static final int LONGEST = 16 << 10;
    private static final String END = "\r\n\r\n";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");
    private static final String LOCATION = "location:";
    private static final int FIRST_FINAL = 200;

    /**
     * Asks an engine and waits for the whole head, not for a body.
     *
     * @param deadline for the whole of it
     * @throws IOException in words, if there is no such answer
     */
    static PlainHead ask(EngineAddress engine, String path, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            InetAddress host = InetAddress.ofLiteral(engine.host());
            socket.connect(new InetSocketAddress(host, engine.port()), millisUntil(deadline));
            socket.getOutputStream().write(request(engine, path));
            return read(socket, deadline);
        } catch (SocketTimeoutException _) {
            throw new TimeoutException();
        } catch (IOException failed) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw failed;
        }
    }

    private static byte[] request(EngineAddress engine, String path) {
        String head =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + engine
                        + "\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    private static PlainHead read(Socket socket, Deadline deadline)
            throws IOException, TimeoutException {
        InputStream in = socket.getInputStream();
        byte[] chunk = new byte[1024];
        StringBuilder text = new StringBuilder();
        while (text.length() < LONGEST) {
            socket.setSoTimeout(millisUntil(deadline));
            int count = in.read(chunk);
            if (count < 0) {
                throw new IOException("the connection ended before there was an answer");
            }
            text.append(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
            Optional<PlainHead> head = finalHead(text);
            if (head.isPresent()) {
                return head.orElseThrow();
            }
        }
        throw new IOException("the head of the answer is too long");
    }

    /** The first head that is no interim one, if it is there as a whole. */
    private static Optional<PlainHead> finalHead(StringBuilder text) throws IOException {
        for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END)) {
            PlainHead head = parse(text.substring(0, end).lines().toList());
            if (head.status >= FIRST_FINAL) {
                return Optional.of(head);
            }
            text.delete(0, end + END.length());
        }
        return Optional.empty();
    }

    private static PlainHead parse(List<String> lines) throws IOException {
        Matcher first = STATUS_LINE.matcher(lines.isEmpty() ? "" : lines.getFirst());
        if (!first.matches()) {
            throw new IOException("what came is no answer in HTTP");
        }
        Optional<String> location =
                lines.stream()
                        .filter(line -> line.regionMatches(true, 0, LOCATION, 0, LOCATION.length()))
                        .map(line -> line.substring(LOCATION.length()).strip())
                        .findFirst();
        return new PlainHead(Integer.parseInt(first.group(1)), location);
    }

    private static int millisUntil(Deadline deadline) throws TimeoutException {
        if (deadline.past()) {
            throw new TimeoutException();
        }
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, deadline.left().toMillis() + 1));
    }
}

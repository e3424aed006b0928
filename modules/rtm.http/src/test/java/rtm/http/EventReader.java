package rtm.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that reads a stream of events, or does not. */
final class EventReader implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader lines;
    private String data = "";
    private String lastId = "";

    /** Opens the stream and reads the headers of the answer. */
    EventReader(int port, String target, String headers) throws IOException {
        this(port, target, headers, 0);
        String line = lines.readLine();
        if (line == null || !line.contains(" 200 ")) {
            throw new IOException("no stream but " + line);
        }
        while (line != null && !line.isEmpty()) {
            line = lines.readLine();
        }
    }

    private EventReader(int port, String target, String headers, int receiveBuffer)
            throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(
                        "GET %s HTTP/1.1\r\nHost: h\r\n%s\r\n"
                                .formatted(target, headers)
                                .getBytes(StandardCharsets.UTF_8));
        lines =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** A client that reads nothing at all, and whose system takes little. */
    static EventReader idle(int port, String target) throws IOException {
        return new EventReader(port, target, "", 1024);
    }

    /** The next event as "name data"; the lines of chunks and keep-alives are passed over. */
    String next() throws IOException {
        String name = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event:")) {
                name = line.substring("event:".length()).strip();
            } else if (line.startsWith("id:")) {
                lastId = line.substring("id:".length()).strip();
            } else if (line.startsWith("data:")) {
                data = line.substring("data:".length()).strip();
            } else if (line.isEmpty() && !name.isEmpty()) {
                return name + " " + data;
            }
        }
        return "(closed)";
    }

    /** The id of the last event. */
    String lastId() {
        return lastId;
    }

    List<String> next(int count) throws IOException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package rtm.it.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import rtm.domain.model.EngineAddress;

/**
 * Engines by number, each on a loopback address of its own, behind one port. They are well, or take
 * a request and never answer.
 */
public final class LoopbackEngines implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final int PER_BLOCK = 250;
    private static final byte[] WELL =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final IntPredicate hangs;
    private final Map<Integer, List<Long>> asked = new ConcurrentHashMap<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** All of them; those that hang are told by their number. */
    public LoopbackEngines(IntPredicate hangs) throws IOException {
        this.hangs = hangs;
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getByName("0.0.0.0"));
        Thread.ofVirtual().name("loopback-engines").start(this::accept);
    }

    /** Where an engine answers. */
    public EngineAddress address(int engine) {
        String host = "127.77.%d.%d".formatted(engine / PER_BLOCK, engine % PER_BLOCK + 1);
        return new EngineAddress(host, server.getLocalPort());
    }

    /** When an engine was asked, on the monotonic clock, in nanoseconds. */
    public List<Long> asked(int engine) {
        return List.copyOf(asked.getOrDefault(engine, List.of()));
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().name("loopback-engine").start(() -> serve(socket));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            byte[] address = socket.getLocalAddress().getAddress();
            int engine = (address[2] & 0xFF) * PER_BLOCK + (address[3] & 0xFF) - 1;
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("GET ")) {
                    asked.computeIfAbsent(engine, _ -> new CopyOnWriteArrayList<>())
                            .add(System.nanoTime());
                }
                if (line.isEmpty() && !hangs.test(engine)) {
                    socket.getOutputStream().write(WELL);
                    socket.getOutputStream().flush();
                }
            }
        } catch (IOException _) {
            // The other side hung up.
        } finally {
            sockets.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

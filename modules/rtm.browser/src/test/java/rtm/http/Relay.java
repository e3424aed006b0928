package rtm.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between the browser and the service, and can cut all connections. */
final class Relay implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile boolean refusing;

    /** In front of this port. */
    Relay(int port) throws IOException {
        this.port = port;
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Cuts all connections, and lets no new ones through until it is mended. */
    void cut() {
        refusing = true;
        open.forEach(Relay::close);
    }

    void mend() {
        refusing = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (refusing) {
                    close(client);
                } else {
                    Socket service = new Socket(InetAddress.getLoopbackAddress(), port);
                    open.add(client);
                    open.add(service);
                    Thread.ofVirtual().start(() -> pass(client, service));
                    Thread.ofVirtual().start(() -> pass(service, client));
                }
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void pass(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException cut) {
            close(to);
        } finally {
            open.remove(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}

package rtm.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import rtm.domain.fake.LinkState;

/** One connection over a proxied link, with a thread for each direction. */
final class ProxiedConnection {

    private static final int BUFFER = 16 << 10;

    private final Socket client;
    private final Socket server;
    private final LinkState state;
    private volatile boolean lostSomething;

    ProxiedConnection(Socket client, InetSocketAddress address, LinkState state)
            throws IOException {
        this.client = client;
        this.state = state;
        this.server = new Socket();
        try {
            server.connect(new InetSocketAddress(address.getHostString(), address.getPort()));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException refused) {
            close();
            throw refused;
        }
    }

    void run(Runnable whenClosed) {
        Thread.ofVirtual().name("proxy-requests").start(() -> copy(client, server, false));
        Thread.ofVirtual()
                .name("proxy-answers")
                .start(() -> {
                    copy(server, client, true);
                    whenClosed.run();
                });
    }

    private void copy(Socket from, Socket to, boolean answers) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (state.letsPass(answers)) {
                    out.write(buffer, 0, read);
                } else {
                    lostSomething = true;
                }
            }
        } catch (IOException broken) {
            // Both ends learn of it below.
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    boolean lostSomething() {
        return lostSomething;
    }

    void close() {
        closeQuietly(client);
        closeQuietly(server);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // There is nothing left to close.
        }
    }
}

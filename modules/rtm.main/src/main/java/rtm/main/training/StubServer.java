package rtm.main.training;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Listens on loopback or on a unix socket, and runs the same conversation with every client. */
final class StubServer implements AutoCloseable {

    /** Reads one client's requests and answers them until the client closes the connection. */
    interface Conversation {
        void hold(DataInputStream in, DataOutputStream out) throws IOException;
    }

    private final ServerSocketChannel listener;
    private final Conversation conversation;

    private StubServer(ServerSocketChannel listener, Conversation conversation) {
        this.listener = listener;
        this.conversation = conversation;
        Thread.ofVirtual().name("canned-accept").start(this::accept);
    }

    static StubServer onLoopback(Conversation conversation) throws IOException {
        return listen(
                ServerSocketChannel.open(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                conversation);
    }

    static StubServer onUnixSocket(Path path, Conversation conversation) throws IOException {
        return listen(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX),
                UnixDomainSocketAddress.of(path),
                conversation);
    }

    private static StubServer listen(
            ServerSocketChannel listener, SocketAddress address, Conversation conversation)
            throws IOException {
        return new StubServer(listener.bind(address), conversation);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                Thread.ofVirtual().name("canned-talk").start(() -> talk(client));
            } catch (IOException e) {
                // Closed: the exercise is over.
                return;
            }
        }
    }

    private void talk(SocketChannel client) {
        try (client) {
            conversation.hold(
                    new DataInputStream(Channels.newInputStream(client)),
                    new DataOutputStream(
                            new BufferedOutputStream(Channels.newOutputStream(client))));
        } catch (IOException e) {
            // The client closed the connection, which ends every conversation.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package rtm.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import rtm.domain.fake.LinkState;

/**
 * A link to a server, over loopback or another address of this host, that a test can break: cut it,
 * stall it, or let only one direction through.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int PENDING = 50;

    private volatile InetSocketAddress server;
    private final ServerSocket listener;
    private final LinkState state = new LinkState();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();

    private TcpProxy(InetAddress here, InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, PENDING, here);
        Thread.ofVirtual().name("proxy-" + port()).start(this::acceptAll);
    }

    /** A link to that server, in order. */
    public static TcpProxy to(String host, int port) {
        return at(InetAddress.getLoopbackAddress(), host, port);
    }

    /** The same at another address of this host. */
    public static TcpProxy at(InetAddress here, String host, int port) {
        try {
            return new TcpProxy(here, new InetSocketAddress(host, port));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where it listens. */
    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections were made over it so far. */
    public long accepted() {
        return accepted.get();
    }

    /** New connections lead to another server; those that are there stay with theirs. */
    public void leadTo(String host, int port) {
        server = new InetSocketAddress(host, port);
    }

    /** Breaks every connection; new ones are broken as soon as they are made. */
    public void cut() {
        state.become(LinkState.Mode.CUT);
        breakAll();
    }

    /** Breaks every connection once; new ones work. */
    public void breakAll() {
        connections.forEach(ProxiedConnection::close);
    }

    /** Connections can be made and stay open, but nothing comes through either way. */
    public void stall() {
        state.become(LinkState.Mode.STALLED);
    }

    /** The server hears everything, and what it answers is lost. */
    public void dropAnswers() {
        state.become(LinkState.Mode.ANSWERS_DROPPED);
    }

    /**
     * The link works again. What was stalled goes on; a connection on which something was lost is
     * broken, since TCP loses nothing in between.
     */
    public void restore() {
        connections.stream()
                .filter(ProxiedConnection::lostSomething)
                .forEach(ProxiedConnection::close);
        state.become(LinkState.Mode.WORKING);
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException closedOrRefused) {
                // The next accept tells which.
            }
        }
    }

    private void accept(Socket client) throws IOException {
        accepted.incrementAndGet();
        if (state.isCut()) {
            client.close();
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, server, state);
        connections.add(connection);
        connection.run(() -> connections.remove(connection));
        if (state.isCut()) {
            connection.close();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            cut();
        }
    }
}

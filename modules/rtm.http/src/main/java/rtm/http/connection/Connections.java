package rtm.http.connection;

import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;

/**
 * All connections. There is always room for one more: at the limit, the connection that has been
 * idle longest is closed for the new one; if none is idle, the one whose client has not sent or
 * taken anything for the longest time. A connection whose request is being worked on stays; there
 * are fewer of these than connections. The same holds for the memory of answers that clients have
 * not taken yet.
 */
public final class Connections {

    private static final Log LOG = Log.of(Connections.class);

    private final Map<StreamConnection, Connection> all = new ConcurrentHashMap<>();
    private final AtomicBoolean full = new AtomicBoolean();
    private final int most;
    private final long mostPending;

    /**
     * @param most the most connections at a time
     * @param mostPending the most bytes of answers that are held for clients
     */
    public Connections(int most, long mostPending) {
        this.most = most;
        this.mostPending = mostPending;
    }

    /** A connection was accepted; the listener that reads its requests comes next. */
    public void open(StreamConnection channel, ChannelListener<? super StreamConnection> requests) {
        Connection opened = new Connection(channel);
        all.put(channel, opened);
        makeRoom(opened);
        channel.getSourceChannel()
                .setConduit(new ConnectionSource(channel.getSourceChannel().getConduit(), opened));
        channel.getSinkChannel()
                .setConduit(new ConnectionSink(channel.getSinkChannel().getConduit(), opened));
        requests.handleEvent(channel);
        ChannelListener<? super StreamConnection> library = channel.getCloseListener();
        channel.setCloseListener(closed -> {
            all.remove(channel);
            if (library != null) {
                library.handleEvent(closed);
            }
        });
        if (!channel.isOpen()) {
            all.remove(channel);
        }
    }

    private void makeRoom(Connection opened) {
        int count = all.size();
        if (count <= most) {
            if (count < most / 2) {
                full.set(false);
            }
            return;
        }
        LOG.warnOnce(
                full.compareAndSet(false, true),
                "too many connections, closing the longest idle one for each new one",
                LogField.of("most", most));
        longestQuiet(opened, Connection::isIdle)
                .or(() -> longestQuiet(opened, one -> !one.isWorking()))
                .ifPresent(this::drop);
    }

    private Optional<Connection> longestQuiet(Connection spared, Predicate<Connection> which) {
        long now = System.nanoTime();
        return all.values().stream()
                .filter(one -> one != spared)
                .filter(which)
                .max(Comparator.comparingLong(one -> now - one.lastProgress()));
    }

    private void drop(Connection one) {
        all.values().remove(one);
        one.close();
    }

    private Connection of(HttpServerExchange exchange) {
        StreamConnection channel =
                ((AbstractServerConnection) exchange.getConnection()).getChannel();
        return all.getOrDefault(channel, new Connection(channel));
    }

    /** A request has arrived. */
    public void begin(HttpServerExchange exchange) {
        Connection connection = of(exchange);
        connection.begin(exchange);
        exchange.addExchangeCompleteListener((_, next) -> {
            connection.end();
            next.proceed();
        });
    }

    /** A thread works on the request. */
    public void work(HttpServerExchange exchange) {
        of(exchange).work();
    }

    /**
     * This service sends its answer.
     *
     * @param bytes how many bytes are held until the client has taken them
     */
    public void answer(HttpServerExchange exchange, int bytes) {
        Connection answered = of(exchange);
        answered.answer(bytes);
        while (pending() > mostPending) {
            Optional<Connection> slowest = longestQuiet(answered, one -> one.pending() > 0);
            if (slowest.isEmpty()) {
                return;
            }
            LOG.debug("closed the connection of a client that does not take its answer");
            drop(slowest.get());
        }
    }

    private long pending() {
        return all.values().stream().mapToLong(Connection::pending).sum();
    }

    /** How many bytes of a connection its client's system has taken so far. */
    public long written(HttpServerExchange exchange) {
        return of(exchange).written();
    }

    /** How many there are. */
    public int count() {
        return all.size();
    }
}

package rtm.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtm.bench.peer.Peer;

/** One way to run engines, and what it took. */
final class Contender {

    private final String name;
    private final Peer peer;
    private final Meter meter;
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> stops = new ArrayList<>();
    private final List<Long> bursts = new ArrayList<>();
    private double startSeconds;

    /**
     * A way to run engines.
     *
     * @param name what the tables call it
     * @param peer how it does it
     * @param meter the processor time of what does it
     */
    Contender(String name, Peer peer, Meter meter) {
        this.name = name;
        this.peer = peer;
        this.meter = meter;
    }

    /** Shows that it works, or fails. */
    void tryOnce(String engine) throws Exception {
        peer.start(engine);
        peer.remove(List.of(engine));
    }

    /** Starts, stops and removes an engine. */
    void one(String engine, boolean counts) throws Exception {
        double before = meter.seconds();
        long start = Timed.nanos(() -> peer.start(unique(engine)));
        double used = meter.seconds() - before;
        long stop = Timed.nanos(() -> peer.stop(unique(engine)));
        peer.remove(List.of(unique(engine)));
        if (counts) {
            starts.add(start);
            stops.add(stop);
            startSeconds += used;
        }
    }

    /** Starts these engines at once, and removes them. */
    void burst(List<String> engines) throws Exception {
        List<String> names = engines.stream().map(this::unique).toList();
        bursts.add(Timed.nanos(() -> peer.burst(names)));
        peer.remove(names);
    }

    /** Several of them use the same daemon. */
    private String unique(String engine) {
        return name.replaceAll("\\W+", "-").toLowerCase(Locale.ROOT) + "-" + engine;
    }

    Spread start() {
        return Spread.of(starts);
    }

    Object[] row() {
        double processor = startSeconds * 1000 / starts.size();
        return new Object[] {
            name,
            start().p50(),
            start().p99(),
            Spread.of(stops).p50(),
            Spread.of(stops).p99(),
            Spread.of(bursts).p50(),
            Double.isNaN(processor) ? "–" : processor
        };
    }

    BarChart.Bar startBar() {
        return BarChart.Bar.of(name, start().p50());
    }

    BarChart.Bar burstBar() {
        return BarChart.Bar.of(name, Spread.of(bursts).p50());
    }

    void close() throws IOException {
        peer.close();
    }
}

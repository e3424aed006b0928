package rtm.http.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rtm.domain.text.FailureWords;
import rtm.domain.time.Durations;

/**
 * The lines of a stream of events, read as they are asked for: what is not asked for stays with the
 * sender. For one reading thread; any thread may close it.
 */
public final class EventLines {

    private static final int LONGEST_LINE = 1 << 20;

    /** What arrived: buffers, or why nothing follows; an empty reason is an end in good order. */
    private record Arrived(List<ByteBuffer> buffers, Optional<String> end) {}

    private final Duration silence;
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;

    /**
     * @param silence how long nothing may arrive, not even what keeps a stream alive
     */
    EventLines(Duration silence) {
        this.silence = silence;
    }

    /** Takes what the client receives. */
    BodySubscriber<EventLines> subscriber() {
        return new Receiver();
    }

    /**
     * The next line, without its end; empty after the last one. Waits for it.
     *
     * @throws IOException in words, if the stream was cut off or nothing arrives any more
     */
    public Optional<String> next() throws IOException, InterruptedException {
        while (true) {
            while (!buffers.isEmpty()) {
                if (fillFrom(buffers.getFirst())) {
                    String text = line.toString(StandardCharsets.UTF_8);
                    line.reset();
                    return Optional.of(text);
                }
                buffers.removeFirst();
            }
            Arrived some = arrived.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
            if (closed) {
                return Optional.empty();
            }
            if (some == null) {
                throw new IOException("nothing arrived for " + Durations.text(silence));
            }
            if (some.end().isPresent()) {
                // Stays, for the next question.
                arrived.add(some);
                if (some.end().get().isEmpty()) {
                    return Optional.empty();
                }
                throw new IOException(some.end().get());
            }
            buffers.addAll(some.buffers());
            Flow.Subscription from = subscription;
            if (from != null) {
                from.request(1);
            }
        }
    }

    /** Whether a line is complete. */
    private boolean fillFrom(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (next == '\n') {
                return true;
            }
            if (line.size() >= LONGEST_LINE) {
                throw new IOException("a line is too long");
            }
            line.write(next);
        }
        return false;
    }

    /** Reads no more. Returns at once. */
    public void close() {
        closed = true;
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
        arrived.add(new Arrived(List.of(), Optional.of("")));
    }

    /** Receives one buffer after the other. */
    private final class Receiver implements BodySubscriber<EventLines> {

        @Override
        public CompletionStage<EventLines> getBody() {
            return CompletableFuture.completedStage(EventLines.this);
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
            if (closed) {
                opened.cancel();
            } else {
                opened.request(1);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> some) {
            arrived.add(new Arrived(some, Optional.empty()));
        }

        @Override
        public void onError(Throwable failed) {
            arrived.add(new Arrived(List.of(), Optional.of(FailureWords.of(failed))));
        }

        @Override
        public void onComplete() {
            arrived.add(new Arrived(List.of(), Optional.of("")));
        }
    }
}

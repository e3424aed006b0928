package rtm.http.endpoint.image;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import rtm.domain.image.ImageStock;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationException;
import rtm.domain.overview.PendingWork;
import rtm.domain.rule.PullWords;
import rtm.http.message.EventSource;
import rtm.http.message.JsonObjectWriter;

/**
 * A pull as events of one reader: its progress each second, and its end. It goes on without one.
 */
final class PullEvents implements EventSource {

    private final ImageStock stock;
    private final PullWords pulls;
    private final ImageReference image;
    private final Supplier<PendingWork.Entry> begin;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<Event> end = Optional.empty();
    private String last = "";

    /**
     * @param begin shows the pull to operators, until the entry is closed
     */
    PullEvents(
            ImageStock stock,
            PullWords pulls,
            ImageReference image,
            Supplier<PendingWork.Entry> begin) {
        this.stock = stock;
        this.pulls = pulls;
        this.image = image;
        this.begin = begin;
    }

    @Override
    public void opened(Runnable more) {
        Thread.ofVirtual().name("pull-for-reader").start(() -> pull(more));
        Thread.ofVirtual().name("pull-progress").start(() -> tick(more));
    }

    @Override
    public void closed() {
        over.countDown();
    }

    private void pull(Runnable more) {
        end = Optional.of(result());
        over.countDown();
        more.run();
    }

    private Event result() {
        try (PendingWork.Entry _ = begin.get()) {
            stock.pull(image);
            return new Event(
                    Optional.empty(),
                    "end",
                    JsonObjectWriter.line(json -> json.text("reason", "pulled")),
                    true);
        } catch (OperationException refused) {
            return failed(refused.code(), refused.text());
        } catch (DependencyUnavailableException away) {
            return failed(ErrorCode.SERVICE_UNAVAILABLE, away.text());
        }
    }

    private static Event failed(ErrorCode code, String message) {
        return new Event(
                Optional.empty(),
                "failed",
                JsonObjectWriter.line(
                        json -> json.text("code", code.wire()).text("message", message)),
                true);
    }

    private void tick(Runnable more) {
        try {
            while (!over.await(1, TimeUnit.SECONDS)) {
                more.run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Event> next() {
        if (end.isPresent()) {
            return end;
        }
        Optional<String> words = pulls.of(Optional.of(image.value()));
        if (words.filter(now -> !now.equals(last)).isEmpty()) {
            return Optional.empty();
        }
        last = words.get();
        return Optional.of(
                new Event(
                        Optional.empty(),
                        "progress",
                        JsonObjectWriter.line(json -> json.text("words", last)),
                        false));
    }
}

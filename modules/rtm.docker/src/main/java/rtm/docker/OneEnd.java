package rtm.docker;

import java.util.concurrent.atomic.AtomicBoolean;
import rtm.domain.port.ContainerOutput.LineSink;

/** A sink that hears of its end once, from the reader or from the one who watches the reader. */
final class OneEnd implements LineSink {

    private final LineSink sink;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean open;

    OneEnd(LineSink sink) {
        this.sink = sink;
    }

    /** Docker started to answer. */
    void open() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    boolean hasEnded() {
        return ended.get();
    }

    @Override
    public void line(String line) throws InterruptedException {
        sink.line(line);
    }

    @Override
    public void ended(String reason) {
        if (!ended.getAndSet(true)) {
            sink.ended(reason);
        }
    }

    @Override
    public void broken(String reason) {
        if (!ended.getAndSet(true)) {
            sink.broken(reason);
        }
    }
}

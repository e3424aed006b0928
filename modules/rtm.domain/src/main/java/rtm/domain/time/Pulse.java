package rtm.domain.time;

import java.time.Duration;

/**
 * When a loop last turned, so that another thread notices if it stands still. A loop beats each
 * time, also while what it waits for fails.
 */
public final class Pulse {

    private final String name;
    private volatile long lastBeat = System.nanoTime();

    /**
     * A loop that is about to turn for the first time.
     *
     * @param name which loop it is, for messages
     */
    public Pulse(String name) {
        this.name = name;
    }

    /** Which loop it is. */
    public String name() {
        return name;
    }

    /** The loop turns. */
    public void beat() {
        lastBeat = System.nanoTime();
    }

    /** Whether the loop has turned within this time. */
    public boolean beatWithin(Duration time) {
        return System.nanoTime() - lastBeat <= time.toNanos();
    }
}

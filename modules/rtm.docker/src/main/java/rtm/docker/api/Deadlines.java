package rtm.docker.api;

import java.time.Duration;

/**
 * How long Docker may take to answer each kind of call; docker-java's own timeouts have no effect
 * on a unix socket.
 *
 * @param haste divides each of them except that of the boot; 1 except in tests
 */
public record Deadlines(int haste) {

    /** Those of the program. */
    public static final Deadlines USUAL = new Deadlines(1);

    /** How long everything may take that is asked of Docker when the service starts. */
    public Duration boot() {
        return Duration.ofSeconds(10);
    }

    /** How long an inspection may take to show a change that has immediate effect. */
    public Duration effect() {
        return part(Duration.ofSeconds(5));
    }

    /** How long after its refusal a container may appear all the same. */
    public Duration lateCreation() {
        return part(Duration.ofSeconds(2));
    }

    /** How long a start may wait for its turn, before its own deadline starts. */
    public Duration turnToStart() {
        return part(Duration.ofMinutes(5));
    }

    public Duration ping() {
        return part(Duration.ofSeconds(2));
    }

    public Duration network() {
        return part(Duration.ofSeconds(2));
    }

    public Duration info() {
        return part(Duration.ofSeconds(10));
    }

    public Duration list() {
        return part(Duration.ofSeconds(10));
    }

    public Duration inspect() {
        return part(Duration.ofSeconds(5));
    }

    public Duration eventsStart() {
        return part(Duration.ofSeconds(2));
    }

    public Duration create() {
        return part(Duration.ofSeconds(30));
    }

    public Duration start() {
        return part(Duration.ofSeconds(60));
    }

    public Duration stopBeyondGrace() {
        return part(Duration.ofSeconds(15));
    }

    public Duration usage() {
        return part(Duration.ofSeconds(5));
    }

    public Duration logs() {
        return part(Duration.ofSeconds(5));
    }

    public Duration rename() {
        return part(Duration.ofSeconds(5));
    }

    public Duration attach() {
        return part(Duration.ofSeconds(10));
    }

    public Duration remove() {
        return part(Duration.ofSeconds(30));
    }

    private Duration part(Duration whole) {
        return whole.dividedBy(haste);
    }
}

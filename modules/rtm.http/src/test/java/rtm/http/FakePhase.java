package rtm.http;

import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.model.Dependency;
import rtm.domain.model.WireName;
import rtm.domain.port.DependencyCheck;

/** A process that takes operations and whose Redis answers, until a test says otherwise. */
final class FakePhase implements DependencyCheck {

    private volatile Supplier<Optional<String>> refusal = Optional::empty;
    private volatile boolean onNode;
    private volatile boolean standsBy;
    private volatile Optional<String> givenUp = Optional.empty();
    private volatile Runnable check = () -> {};

    /** It takes operations, but does not read the jobs of all nodes. */
    void enterOnNode() {
        onNode = true;
    }

    /** Another process leads. */
    void standBy() {
        standsBy = true;
    }

    boolean onNode() {
        return onNode;
    }

    /** Its node was given up. */
    void giveUp(String reason) {
        givenUp = Optional.of(reason);
    }

    Optional<String> givenUp() {
        return givenUp;
    }

    void refuse(Supplier<Optional<String>> why) {
        refusal = why;
    }

    void check(Runnable how) {
        check = how;
    }

    /** What a process does that takes operations, or does not. */
    enum Present implements WireName {
        LEADING,
        ON_NODE,
        STANDING_BY,
        STARTING
    }

    Present current() {
        if (standsBy || onNode) {
            return standsBy ? Present.STANDING_BY : Present.ON_NODE;
        }
        return refusal.get().isEmpty() ? Present.LEADING : Present.STARTING;
    }

    Optional<String> refusal() {
        return refusal.get();
    }

    @Override
    public Dependency dependency() {
        return Dependency.REDIS;
    }

    @Override
    public void check() {
        check.run();
    }
}

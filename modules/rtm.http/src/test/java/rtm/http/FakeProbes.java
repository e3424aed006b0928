package rtm.http;

import java.util.Optional;
import java.util.function.Supplier;
import rtm.http.endpoint.Probes;

/** A process that is ready and takes operations, until a test says otherwise. */
final class FakeProbes implements Probes {

    private volatile Supplier<Optional<String>> unreadiness = Optional::empty;
    private volatile Optional<String> refusal = Optional.empty();

    void unready(Supplier<Optional<String>> why) {
        unreadiness = why;
    }

    void refuse(String why) {
        refusal = Optional.of(why);
    }

    @Override
    public Optional<String> unreadiness() {
        return unreadiness.get();
    }

    @Override
    public Optional<String> refusal() {
        return refusal;
    }
}

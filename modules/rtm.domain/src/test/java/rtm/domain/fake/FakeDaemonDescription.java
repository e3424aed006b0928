package rtm.domain.fake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import rtm.domain.port.DaemonDescription;

/** A daemon that describes itself, until a test lets it do something else. */
public final class FakeDaemonDescription implements DaemonDescription {

    /** The pulls in progress. */
    public final List<Pulling> pulls = new CopyOnWriteArrayList<>();

    private volatile Supplier<Facts> answer =
            () -> new Facts("26.1.5", "/var/lib/docker", true, 16L << 30);

    /** A daemon on this machine that pulls nothing. */
    public FakeDaemonDescription() {}

    /** Each question is answered so from now on. */
    public void answer(Supplier<Facts> how) {
        answer = how;
    }

    @Override
    public Facts describe() {
        return answer.get();
    }

    @Override
    public List<Pulling> pulling() {
        return List.copyOf(pulls);
    }
}

package rtm.domain.fake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.EngineHealth;

/**
 * The health of the engines in a {@link FakeContainerDaemon}: a running engine is healthy, unless a
 * test says otherwise for its image or its address. Safe for use by many threads.
 */
public final class FakeEngineHealth implements EngineHealth {

    private final FakeContainerDaemon daemon;
    private final Map<String, Answer> byImage = new ConcurrentHashMap<>();
    private final Map<EngineAddress, Answer> byAddress = new ConcurrentHashMap<>();
    private final List<EngineAddress> asked = new CopyOnWriteArrayList<>();

    /** The health of that daemon's containers. */
    public FakeEngineHealth(FakeContainerDaemon daemon) {
        this.daemon = daemon;
    }

    /** From now on engines of this image give this answer. */
    public void answer(ImageReference image, Answer answer) {
        byImage.put(image.toString(), answer);
    }

    /** From now on the engine at this address gives this answer. */
    public void answer(EngineAddress address, Answer answer) {
        byAddress.put(address, answer);
    }

    /** Every probed address, in order. */
    public List<EngineAddress> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Answer ask(EngineAddress address, Duration timeout) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        asked.add(address);
        Answer answer = byAddress.get(address);
        if (answer != null) {
            return answer;
        }
        return daemon.containers().stream()
                .filter(container ->
                        daemon.addressOf(container).filter(address::equals).isPresent())
                .findFirst()
                .map(this::ofContainer)
                .orElseGet(() -> new Answer.Unhealthy(0, "connection refused"));
    }

    private Answer ofContainer(ObservedContainer container) {
        return byImage.getOrDefault(container.engineImage(), new Answer.Healthy());
    }
}

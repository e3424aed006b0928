package rtm.domain.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import rtm.domain.fake.Pause;
import rtm.domain.model.ContainerId;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.OperationId;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerEvents;
import rtm.domain.port.upkeep.HostImages;

/** All contracts of a daemon, for the one in memory and the real one. */
public abstract class ContainerDaemonContracts {

    /** The tested daemon. */
    protected abstract ContainerDaemon daemon();

    /** The tested daemon's images. */
    protected abstract HostImages images();

    /** The tested daemon's events. */
    protected abstract ContainerEvents events();

    /**
     * An image on the host whose engine runs until it is stopped, and writes one line at its start
     * and one at its end.
     */
    protected abstract ImageReference runnableImage();

    /** An image on the host with the label {@link Labels#PIDS_LIMIT} set to {@code 64}. */
    protected abstract ImageReference labelledImage();

    /** An image on the host that cannot be started. */
    protected abstract ImageReference unstartableImage();

    /** An image that neither the host nor any registry has. */
    protected abstract ImageReference absentImage();

    /** An image that only a registry has; a new one each time. */
    protected abstract ImageReference imageInRegistry();

    /** The number of pulls of an image that the registry saw. */
    protected abstract long pullsSeen(ImageReference image);

    /** The next pull pauses at its start. */
    protected abstract Pause holdNextPull();

    /** A game without containers; a new one each time. */
    protected abstract GameId newGame();

    /** A folder on this host that can be mounted. */
    protected abstract String statePath(GameId gameId);

    /** Someone else creates a container with this name and these labels. */
    protected abstract ContainerId makeByHand(String name, Map<String, String> labels);

    /** Someone else takes a container off the engines' network. */
    protected abstract void detach(ContainerId container);

    /** The specification of a game's container here. */
    protected final EngineSpec spec(GameId gameId, ImageReference image) {
        return new EngineSpec(
                gameId,
                image,
                new EngineLimits(new CpuQuota(500_000_000), new MemorySize(64L << 20), 64),
                statePath(gameId),
                new OperationId(
                        UUID.nameUUIDFromBytes(gameId.value().getBytes(StandardCharsets.UTF_8))),
                new UUID(0, 3),
                Instant.parse("2026-04-28T07:18:54.123Z"));
    }

    @Nested
    class Containers extends ContainerContract {
        @Override
        ContainerDaemonContracts under() {
            return ContainerDaemonContracts.this;
        }
    }

    @Nested
    class OfImages extends ImageContract {
        @Override
        ContainerDaemonContracts under() {
            return ContainerDaemonContracts.this;
        }
    }

    @Nested
    class OnHost extends HostImagesContract {
        @Override
        ContainerDaemonContracts under() {
            return ContainerDaemonContracts.this;
        }
    }

    @Nested
    class Output extends EngineOutputContract {
        @Override
        ContainerDaemonContracts under() {
            return ContainerDaemonContracts.this;
        }
    }

    @Nested
    class Watch extends ContainerWatchContract {
        @Override
        ContainerDaemonContracts under() {
            return ContainerDaemonContracts.this;
        }
    }
}

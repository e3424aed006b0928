package rtm.docker.usage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.PendingCall;
import rtm.docker.api.RawAnswer;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineUsage;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.EngineUsages;

/**
 * Reads the control groups twice, of which the earlier look may be that of another caller;
 * containers that have no group here are asked of Docker.
 */
public final class UsageReader implements EngineUsages {

    /** Long enough for a figure that means something, short enough to wait for. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** Pages ask every ten seconds, all at the same time. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final Duration KEPT = Duration.ofSeconds(30);

    /** Docker needs more than a second for each. */
    private static final int ASKED_AT_ONCE = 16;

    private static final Log LOG = Log.of(UsageReader.class);

    private final DockerCalls calls;
    private final CgroupFiles files;
    private final boolean local;
    private final RecentReadings recent;
    private final Semaphore asking = new Semaphore(ASKED_AT_ONCE);

    /**
     * @param calls to the daemon
     * @param local whether the daemon's containers run on this machine
     */
    public UsageReader(DockerCalls calls, boolean local) {
        this(calls, local, Path.of("/sys/fs/cgroup"), new RecentReadings(FRESH, KEPT));
    }

    UsageReader(DockerCalls calls, boolean local, Path cgroups, RecentReadings recent) {
        this.calls = calls;
        this.local = local;
        this.files = new CgroupFiles(cgroups);
        this.recent = recent;
    }

    @Override
    public Map<ContainerId, EngineUsage> read(Collection<ContainerId> containers)
            throws InterruptedException {
        Map<ContainerId, EngineUsage> used = new HashMap<>();
        if (local) {
            used.putAll(recent.usages(containers, this::look));
            lookTwice(missing(containers, used), used);
        }
        ask(missing(containers, used), used);
        return used;
    }

    private static List<ContainerId> missing(
            Collection<ContainerId> containers, Map<ContainerId, EngineUsage> used) {
        return containers.stream().filter(container -> !used.containsKey(container)).toList();
    }

    private void lookTwice(List<ContainerId> containers, Map<ContainerId, EngineUsage> used)
            throws InterruptedException {
        Map<ContainerId, Reading> before = new HashMap<>();
        for (ContainerId container : containers) {
            look(container).ifPresent(reading -> before.put(container, reading));
        }
        if (before.isEmpty()) {
            return;
        }
        Thread.sleep(BETWEEN_LOOKS);
        before.forEach((container, earlier) ->
                look(container)
                        .ifPresent(
                                now -> used.put(container, recent.keep(container, earlier, now))));
    }

    private Optional<Reading> look(ContainerId container) {
        return Reading.of(files, container.value());
    }

    private void ask(List<ContainerId> containers, Map<ContainerId, EngineUsage> used)
            throws InterruptedException {
        Map<ContainerId, PendingCall<Optional<EngineUsage>>> asked = new HashMap<>();
        List<ContainerId> left = new ArrayList<>(containers);
        while (!left.isEmpty()) {
            asked.clear();
            while (!left.isEmpty() && asked.size() < ASKED_AT_ONCE) {
                asking.acquire();
                ContainerId next = left.removeFirst();
                asked.put(next, start(next));
            }
            asked.forEach((container, call) -> {
                try {
                    call.await().ifPresent(found -> used.put(container, found));
                } catch (DaemonRefusedException | DependencyUnavailableException failed) {
                    LOG.debug(
                            "usage cannot be read",
                            LogField.of("container_id", container),
                            LogField.of("error", String.valueOf(failed.getMessage())));
                } finally {
                    asking.release();
                }
            });
        }
    }

    private PendingCall<Optional<EngineUsage>> start(ContainerId container) {
        return calls.start(
                "read usage of a container",
                calls.deadlines().usage(),
                docker -> RawAnswer.usage(docker, container).flatMap(DockerUsage::of));
    }
}

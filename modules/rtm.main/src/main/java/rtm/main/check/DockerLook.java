package rtm.main.check;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import rtm.docker.DaemonInfo;
import rtm.docker.DockerDaemon;
import rtm.domain.model.DependencyUnavailableException;
import rtm.main.settings.Settings;

/** Asks the Docker daemon for its facts once, for all checkups. */
final class DockerLook {

    private final CompletableFuture<DaemonInfo> facts;
    private volatile boolean keepsItsId = true;
    private volatile boolean networkIsIsolated;
    private volatile List<String> subnets = List.of();

    /** Starts asking. */
    DockerLook(Settings settings) {
        this.facts = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("check-docker-facts")
                .start(() -> {
                    try (DockerDaemon daemon = DockerDaemon.open(settings.docker())) {
                        DaemonInfo first = daemon.facts();
                        keepsItsId = first.id().equals(daemon.daemonId());
                        networkIsIsolated = daemon.networkIsIsolated();
                        if (settings.node().many()) {
                            subnets = daemon.networkSubnets();
                        }
                        facts.complete(first);
                    } catch (RuntimeException | Error failed) {
                        facts.completeExceptionally(failed);
                    }
                });
    }

    /** Whether it gave the same ID twice. Podman gives another one each time. */
    boolean keepsItsId() {
        facts();
        return keepsItsId;
    }

    /** Whether this host has no address in the engines' network. */
    boolean networkIsIsolated() {
        facts();
        return networkIsIsolated;
    }

    /** The engines' network among those of other nodes; nothing of it if Docker is away. */
    GameNetwork network() {
        try {
            facts();
            return new GameNetwork(subnets);
        } catch (DependencyUnavailableException reportedByDockerCheckup) {
            return new GameNetwork(List.of());
        }
    }

    /**
     * Its facts.
     *
     * @throws DependencyUnavailableException if the daemon cannot be used; the message says what to
     *     do
     */
    DaemonInfo facts() {
        try {
            return facts.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof DependencyUnavailableException away) {
                throw away;
            }
            throw failed;
        }
    }
}

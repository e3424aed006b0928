package rtm.bench.peer;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.ContainerSpec;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import com.github.dockerjava.api.model.ResourceRequirements;
import com.github.dockerjava.api.model.ResourceSpecs;
import com.github.dockerjava.api.model.ServiceModeConfig;
import com.github.dockerjava.api.model.ServiceReplicatedModeOptions;
import com.github.dockerjava.api.model.ServiceSpec;
import com.github.dockerjava.api.model.SwarmSpec;
import com.github.dockerjava.api.model.TaskSpec;
import com.github.dockerjava.api.model.TaskState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import rtm.domain.model.ImageReference;
import rtm.testkit.server.DockerHost;
import rtm.testkit.server.PrivateDocker;

/**
 * A service of a Swarm with one node, on a daemon and a network of its own: one replica for each
 * engine, or one service with a replica for each that starts at once.
 */
public final class SwarmPeer implements Peer {

    private static final int PATIENCE_SECONDS = 60;
    private static final int POLL_MILLIS = 10;
    private static final String SERVICE = "com.docker.swarm.service.name";

    private final PrivateDocker daemon;
    private final DockerHost docker;
    private final DockerClient client;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Events listener = new Events();

    /** Starts the daemon and makes it a Swarm. */
    public SwarmPeer() throws IOException {
        daemon = PrivateDocker.start(List.of("--own-network"), Engine.IMAGE);
        docker = DockerHost.connect(daemon.uri());
        client = docker.client();
        client.initializeSwarmCmd(new SwarmSpec().withName("default"))
                .withListenAddr("127.0.0.1:2377")
                .withAdvertiseAddr("127.0.0.1")
                .exec();
        client.eventsCmd().withEventFilter("start", "die").exec(listener);
    }

    private final class Events extends ResultCallbackTemplate<Events, Event> {

        @Override
        public void onNext(Event event) {
            events.add(event);
        }
    }

    /** The daemon, which is the manager and does the work of Docker too. */
    public long pid() {
        return daemon.pid();
    }

    @Override
    public void start(String name) throws InterruptedException {
        create(name, 1);
    }

    @Override
    public void burst(List<String> names) throws InterruptedException {
        create(names.getFirst(), names.size());
    }

    private void create(String name, int replicas) throws InterruptedException {
        // By its id: otherwise Swarm asks a registry for a newer one.
        String image = docker.imageId(new ImageReference(Engine.IMAGE));
        ResourceSpecs limits =
                new ResourceSpecs()
                        .withMemoryBytes(Engine.MEMORY_BYTES)
                        .withNanoCPUs(Engine.NANO_PROCESSORS);
        client.createServiceCmd(
                        new ServiceSpec()
                                .withName(name)
                                .withMode(
                                        new ServiceModeConfig()
                                                .withReplicated(
                                                        new ServiceReplicatedModeOptions()
                                                                .withReplicas(replicas)))
                                .withTaskTemplate(
                                        new TaskSpec()
                                                .withContainerSpec(
                                                        new ContainerSpec().withImage(image))
                                                .withResources(
                                                        new ResourceRequirements()
                                                                .withLimits(limits))))
                .exec();
        for (int i = 0; i < replicas; i++) {
            await("start", name);
        }
        while (running(name) < replicas) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private long running(String name) {
        return client.listTasksCmd().withServiceFilter(name).exec().stream()
                .filter(task -> task.getStatus().getState() == TaskState.RUNNING)
                .count();
    }

    /** Waits for the next event of this kind about an engine of that service. */
    private void await(String action, String name) throws InterruptedException {
        while (true) {
            Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new IllegalStateException("no %s of %s".formatted(action, name));
            }
            Map<String, String> attributes =
                    Optional.ofNullable(event.getActor())
                            .map(EventActor::getAttributes)
                            .orElse(Map.of());
            if (action.equals(event.getAction()) && name.equals(attributes.get(SERVICE))) {
                return;
            }
        }
    }

    @Override
    public void stop(String name) throws InterruptedException {
        client.removeServiceCmd(name).exec();
        await("die", name);
    }

    @Override
    public void remove(List<String> names) throws InterruptedException {
        String name = names.getFirst();
        if (!client.listServicesCmd().withNameFilter(List.of(name)).exec().isEmpty()) {
            client.removeServiceCmd(name).exec();
            for (int i = 0; i < names.size(); i++) {
                await("die", name);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (daemon;
                docker;
                listener) {
            client.leaveSwarmCmd().withForceEnabled(true).exec();
        }
    }
}

package rtm.bench.peer;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;
import rtm.testkit.server.DockerHost;

/** Two calls to Docker over its socket, and nothing else: the least that a start can cost. */
public final class RawPeer implements Peer {

    private final DockerClient client;
    private final HostConfig limits;

    /** On this daemon. */
    public RawPeer(DockerHost docker) {
        client = docker.client();
        limits =
                HostConfig.newHostConfig()
                        .withNetworkMode(docker.network())
                        .withMemory(Engine.MEMORY_BYTES)
                        .withMemorySwap(Engine.MEMORY_BYTES)
                        .withNanoCPUs(Engine.NANO_PROCESSORS)
                        .withPidsLimit(Engine.PROCESSES);
    }

    @Override
    public void start(String name) {
        String id =
                client.createContainerCmd(Engine.IMAGE)
                        .withName(name)
                        .withHostName(name)
                        .withHostConfig(limits)
                        .exec()
                        .getId();
        client.startContainerCmd(id).exec();
    }

    @Override
    public void stop(String name) {
        client.stopContainerCmd(name).exec();
    }

    @Override
    public void burst(List<String> names) throws Exception {
        AtOnce.run(names, this::start);
    }

    @Override
    public void remove(List<String> names) throws Exception {
        AtOnce.run(names, name -> client.removeContainerCmd(name).withForce(true).exec());
    }

    @Override
    public void close() {}
}

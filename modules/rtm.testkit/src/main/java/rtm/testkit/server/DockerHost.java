package rtm.testkit.server;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ImageReference;

/**
 * A real Docker daemon for a test, used without the service: with its own network, on which
 * everything is removed at the end, and with methods for what an operator would do by hand.
 */
public final class DockerHost implements AutoCloseable {

    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";
    private static final String TEST_LABEL = "rtm.test";

    private final URI uri;
    private final DockerClient client;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<String> images = new CopyOnWriteArrayList<>();

    private DockerHost(URI uri) {
        this.uri = uri;
        DefaultDockerClientConfig config =
                new DefaultDockerClientConfig.Builder().withDockerHost(uri.toString()).build();
        this.client =
                DockerClientImpl.getInstance(
                        config, new ZerodepDockerHttpClient.Builder().dockerHost(uri).build());
    }

    /** The daemon that {@code DOCKER_HOST} names, or else this host's. */
    public static DockerHost connect() {
        return connect(
                URI.create(Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse(DEFAULT_HOST)));
    }

    /** The daemon at this address, with a new network. */
    public static DockerHost connect(URI uri) {
        DockerHost host = new DockerHost(uri);
        TestWorld.like(host.client.createNetworkCmd())
                .withName(host.network())
                .withDriver("bridge")
                .withLabels(Map.of(TEST_LABEL, host.run))
                .exec();
        return host;
    }

    /** The daemon's address. */
    public URI uri() {
        return uri;
    }

    /** The user-defined bridge network of this test. */
    public String network() {
        return "rtm-test-" + run;
    }

    /** A word that no other test uses, for names. */
    public String run() {
        return run;
    }

    /** The daemon's client, which has no deadlines. */
    public DockerClient client() {
        return client;
    }

    /** Creates and starts a container on this test's network, as an operator might by hand. */
    public ContainerId runByHand(String name, ImageReference image, Map<String, String> labels) {
        String id =
                client.createContainerCmd(image.value())
                        .withName(name)
                        .withLabels(labels)
                        .withHostConfig(HostConfig.newHostConfig().withNetworkMode(network()))
                        .exec()
                        .getId();
        client.startContainerCmd(id).exec();
        return new ContainerId(id);
    }

    /** How many containers run on this test's network. */
    public int running() {
        return (int) ours().stream().filter(each -> "running".equals(each.getState())).count();
    }

    /** Everything that Docker knows about a container. */
    public InspectContainerResponse inspect(ContainerId id) {
        return client.inspectContainerCmd(id.value()).exec();
    }

    /** The address of a running container on this test's network. */
    public String address(ContainerId id) {
        ContainerNetwork network = inspect(id).getNetworkSettings().getNetworks().get(network());
        return Optional.ofNullable(network).map(ContainerNetwork::getIpAddress).orElse("");
    }

    /** The id of an image on this host. */
    public String imageId(ImageReference image) {
        return Optional.ofNullable(client.inspectImageCmd(image.value()).exec().getId())
                .orElseThrow();
    }

    /** Makes a copy of an image with additional labels. */
    public ImageReference variant(ImageReference base, String tag, Map<String, String> labels) {
        String container = client.createContainerCmd(base.value()).exec().getId();
        ImageReference image = new ImageReference("galaxy/test-" + run + ":" + tag);
        try {
            client.commitCmd(container)
                    .withRepository(image.repository())
                    .withTag(tag)
                    .withLabels(labels)
                    .exec();
            removeAtEnd(image);
            return image;
        } finally {
            client.removeContainerCmd(container).withForce(true).exec();
        }
    }

    /** Adds an image that is removed at the end. */
    public void removeAtEnd(ImageReference image) {
        images.add(image.value());
    }

    /** Adds an image that is removed at the end, even if no reference names it any more. */
    public void removeAtEnd(String imageId) {
        images.add(imageId);
    }

    /** Removes the containers on this test's network, its images and the network. */
    @Override
    public void close() {
        for (Container container : ours()) {
            quietly(() ->
                    client.removeContainerCmd(container.getId())
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
        }
        for (String image : new ArrayList<>(images)) {
            quietly(() -> client.removeImageCmd(image).withForce(true).exec());
        }
        quietly(() -> client.removeNetworkCmd(network()).exec());
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Container> ours() {
        return client.listContainersCmd()
                .withShowAll(true)
                .withNetworkFilter(List.of(network()))
                .exec();
    }

    private static void quietly(Runnable removal) {
        try {
            removal.run();
        } catch (NotFoundException _) {
            // Already removed, as intended.
        }
    }
}

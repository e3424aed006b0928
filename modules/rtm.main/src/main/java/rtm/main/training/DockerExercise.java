package rtm.main.training;

import static rtm.main.training.Training.expect;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Asks an engine for its version, its containers and its events, by docker-java over a unix socket.
 */
final class DockerExercise implements Training.Exercise {

    @Override
    public void run() throws Exception {
        Path folder = Files.createTempDirectory("rtmanager");
        Path socket = folder.resolve("docker.sock");
        try (var _ = CannedServer.onUnixSocket(socket, new CannedDocker())) {
            var config =
                    DefaultDockerClientConfig.createDefaultConfigBuilder()
                            .withDockerHost("unix://" + socket)
                            .withDockerTlsVerify(false)
                            .build();
            var transport =
                    new ZerodepDockerHttpClient.Builder()
                            .dockerHost(config.getDockerHost())
                            .maxConnections(4)
                            .build();
            try (var client = DockerClientImpl.getInstance(config, transport)) {
                client.pingCmd().exec();
                expect("1.41", client.versionCmd().exec().getApiVersion());
                var containers =
                        client.listContainersCmd()
                                .withShowAll(true)
                                .withLabelFilter(Map.of("com.galaxy.owner", "rtmanager"))
                                .exec();
                expect(Map.of("com.galaxy.game_id", "g"), containers.getFirst().getLabels());
                expect("g", client.createContainerCmd("image").exec().getId());
                BlockingQueue<Event> events = new LinkedBlockingQueue<>();
                client.eventsCmd().withEventFilter("die").exec(into(events)).awaitCompletion();
                Event event = events.poll(5, TimeUnit.SECONDS);
                expect("die", event == null ? "none" : String.valueOf(event.getAction()));
            }
        } finally {
            for (Path leftover : List.of(socket, folder)) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private static ResultCallback.Adapter<Event> into(BlockingQueue<Event> events) {
        return new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Event event) {
                events.add(event);
            }
        };
    }
}

package rtm.docker;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.Duration;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.DockerMessages;
import rtm.docker.api.PendingCall;
import rtm.docker.api.RawRefusal;
import rtm.domain.model.ContainerId;
import rtm.domain.port.ContainerOutput;

/**
 * Follows the output of containers, each on a call of its own. Memory is bounded: at most one line
 * is read ahead of the sink.
 */
final class FollowedOutput implements ContainerOutput {

    /** Nobody waits for the end of the call. */
    private static final Duration UNUSED = Duration.ofDays(1);

    private final DockerCalls calls;

    FollowedOutput(DockerCalls calls) {
        this.calls = calls;
    }

    @Override
    public Following follow(ContainerId container, int lines, LineSink sink) {
        PendingCall<Boolean> call =
                calls.follow(
                        "follow the logs of a container",
                        UNUSED,
                        docker -> read(docker, container, lines, sink));
        return call::cancel;
    }

    private static boolean read(
            DockerConnection docker, ContainerId container, int lines, LineSink sink) {
        String query = "/logs?follow=true&stdout=true&stderr=true&tail=" + lines;
        try (Response response = docker.get("/containers/" + container.value() + query)) {
            switch (response.getStatusCode()) {
                case 200 -> {
                    LineSplitter splitter = new LineSplitter(sink);
                    new MultiplexedStream(response.getBody()).copyTo(splitter);
                    splitter.end();
                    sink.ended("the engine ended");
                }
                case 404 -> sink.ended("the container is gone");
                default -> throw RawRefusal.of(response);
            }
        } catch (BadRequestException version) {
            throw version;
        } catch (DockerException refused) {
            sink.ended("Docker refused to return it: " + words(refused));
        } catch (IOException | RuntimeException broken) {
            sink.ended("the connection to Docker broke off");
        }
        return true;
    }

    private static String words(DockerException refused) {
        return DockerMessages.oneLine(String.valueOf(refused.getMessage()));
    }
}

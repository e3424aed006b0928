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
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerOutput;

/**
 * Follows the output of containers, each on a call of its own. Memory is bounded: at most one line
 * is read ahead of the sink. A quiet engine looks the same as a daemon that hangs, so the daemon is
 * pinged meanwhile.
 */
record FollowedOutput(DockerCalls calls, DockerPing ping) implements ContainerOutput {

    /** The watch ends the call. */
    private static final Duration UNUSED = Duration.ofDays(1);

    @Override
    public Following follow(ContainerId container, int lines, LineSink sink) {
        OneEnd once = new OneEnd(sink);
        PendingCall<Boolean> call =
                calls.follow(
                        "follow the logs of a container",
                        UNUSED,
                        docker -> read(docker, container, lines, once));
        Thread.ofVirtual().name("docker-watch-the-logs").start(() -> watch(call, once));
        return call::cancel;
    }

    /** Until the call has ended, or was closed. */
    private void watch(PendingCall<Boolean> call, OneEnd sink) {
        Duration patience = calls.deadlines().logs();
        try {
            if (!call.endsWithin(patience) && !sink.isOpen()) {
                sink.broken("Docker did not answer within " + DockerMessages.say(patience));
            }
            while (!sink.hasEnded() && !call.endsWithin(patience)) {
                ping.answered();
            }
        } catch (DependencyUnavailableException away) {
            sink.broken(away.text());
        } finally {
            call.cancel();
        }
    }

    private static boolean read(
            DockerConnection docker, ContainerId container, int lines, OneEnd sink) {
        String query = "/logs?follow=true&stdout=true&stderr=true&tail=" + lines;
        try (Response response = docker.get("/containers/" + container.value() + query)) {
            switch (response.getStatusCode()) {
                case 200 -> {
                    sink.open();
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
            sink.broken("Docker refused to return it: " + words(refused));
        } catch (IOException | RuntimeException broken) {
            sink.broken("the connection to Docker broke off");
        }
        return true;
    }

    private static String words(DockerException refused) {
        return DockerMessages.oneLine(String.valueOf(refused.getMessage()));
    }
}

package rtm.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineSpec;

/** Changes containers, each by its id. */
final class Containers {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final DockerCalls calls;
    private final EngineContainer template;
    private final Semaphore turns;

    Containers(DockerCalls calls, DockerSettings settings) {
        this.calls = calls;
        this.template = new EngineContainer(settings);
        this.turns = new Semaphore(settings.maxConcurrentStarts(), true);
    }

    ContainerId create(EngineSpec spec) {
        return calls.ask(
                "create container",
                Deadlines.CREATE,
                docker -> template.create(docker.client(), spec));
    }

    /** Few at a time: Docker starts a few side by side fastest. */
    void start(ContainerId id) {
        awaitTurn();
        try {
            calls.tell("start container", Deadlines.START, docker -> started(docker.client(), id));
        } finally {
            turns.release();
        }
    }

    void stop(ContainerId id, Duration grace) {
        calls.tell(
                "stop container",
                grace.plus(Deadlines.STOP_BEYOND_GRACE),
                docker -> stopped(docker.client(), id, grace));
    }

    void remove(ContainerId id) {
        calls.tell("remove container", Deadlines.REMOVE, docker -> removed(docker.client(), id));
    }

    void rename(ContainerId id, String name) {
        calls.tell(
                "rename container", Deadlines.RENAME, docker -> renamed(docker.client(), id, name));
    }

    private void awaitTurn() {
        Duration longest = Deadlines.TURN_TO_START;
        try {
            if (!turns.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                throw noTurn("other containers kept it busy for " + DockerWords.say(longest), null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noTurn("start container was cut off", e);
        }
    }

    private static DependencyUnavailableException noTurn(
            String words, @org.jspecify.annotations.Nullable Throwable cause) {
        return new DependencyUnavailableException(Dependency.DOCKER, words, cause);
    }

    private static void started(DockerClient docker, ContainerId id) {
        try {
            docker.startContainerCmd(id.value()).exec();
        } catch (NotModifiedException _) {
            // It runs already.
        }
    }

    private static void stopped(DockerClient docker, ContainerId id, Duration grace) {
        try {
            docker.stopContainerCmd(id.value()).withTimeout(seconds(grace)).exec();
        } catch (NotModifiedException | NotFoundException _) {
            // It is stopped, or gone.
        }
    }

    private static int seconds(Duration grace) {
        return Math.toIntExact(grace.plusNanos(999_999_999).toSeconds());
    }

    /** Docker refuses to give a container the name that it has. */
    private static void renamed(DockerClient docker, ContainerId id, String name) {
        try {
            docker.renameContainerCmd(id.value()).withName(name).exec();
        } catch (BadRequestException | ConflictException | InternalServerErrorException e) {
            if (!bears(docker, id, name)) {
                throw e;
            }
        }
    }

    private static boolean bears(DockerClient docker, ContainerId id, String name) {
        return docker
                .listContainersCmd()
                .withShowAll(true)
                .withFilter("id", List.of(id.value()))
                .exec()
                .stream()
                .filter(container -> id.value().equals(container.getId()))
                .flatMap(container -> Arrays.stream(container.getNames()))
                .anyMatch(("/" + name)::equals);
    }

    private static void removed(DockerClient docker, ContainerId id) {
        try {
            docker.removeContainerCmd(id.value()).withForce(true).withRemoveVolumes(true).exec();
        } catch (NotFoundException _) {
            return;
        } catch (ConflictException e) {
            if (!DockerWords.of(e).contains("already in progress")) {
                throw e;
            }
        }
        while (!Thread.currentThread().isInterrupted() && isThere(docker, id)) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static boolean isThere(DockerClient docker, ContainerId id) {
        return docker
                .listContainersCmd()
                .withShowAll(true)
                .withFilter("id", List.of(id.value()))
                .exec()
                .stream()
                .anyMatch(container -> id.value().equals(container.getId()));
    }
}

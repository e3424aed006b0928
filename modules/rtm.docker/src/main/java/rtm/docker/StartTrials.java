package rtm.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import rtm.docker.StartRefusals.Step;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

/**
 * Sends Docker the request of a step of a start, about a container or an image that cannot exist,
 * so nothing is changed. The answer that it does not exist shows that Docker answers this kind of
 * request; not that it could do the work. Asks once a second at most.
 */
final class StartTrials implements Predicate<Step> {

    private static final long FRESH = 1_000_000_000;

    /** No image and no container has it. */
    private static final String NO_ID = "0".repeat(64);

    private static final String NO_IMAGE = "sha256:" + NO_ID;

    private final DockerCalls calls;
    private final LongSupplier nanoTime;
    private final Map<Step, Result> results = new EnumMap<>(Step.class);

    /** What the last trial of a step showed, and when by the monotonic clock. */
    private record Result(boolean answers, long at) {}

    StartTrials(DockerCalls calls, LongSupplier nanoTime) {
        this.calls = calls;
        this.nanoTime = nanoTime;
    }

    /** Whether Docker answers this kind of request. */
    @Override
    public synchronized boolean test(Step step) {
        Result last = results.get(step);
        if (last == null || nanoTime.getAsLong() - last.at() >= FRESH) {
            boolean answers = answers(step);
            last = new Result(answers, nanoTime.getAsLong());
            results.put(step, last);
        }
        return last.answers();
    }

    private boolean answers(Step step) {
        try {
            calls.run(step.what(), calls.deadlines().ping(), docker -> request(step, docker));
            return true;
        } catch (DependencyUnavailableException | DaemonRefusedException _) {
            return false;
        }
    }

    private void request(Step step, DockerConnection docker) {
        try {
            switch (step) {
                case LIST ->
                        docker.client().listContainersCmd().withIdFilter(List.of(NO_ID)).exec();
                case INSPECT -> docker.client().inspectContainerCmd(NO_ID).exec();
                case IMAGE -> docker.client().inspectImageCmd(NO_IMAGE).exec();
                case CREATE -> docker.client().createContainerCmd(NO_IMAGE).exec();
                case START -> docker.client().startContainerCmd(NO_ID).exec();
            }
        } catch (NotFoundException _) {
            // As expected.
        }
    }
}

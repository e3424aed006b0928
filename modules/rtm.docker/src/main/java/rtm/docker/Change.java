package rtm.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.time.Duration;
import java.util.Optional;
import rtm.docker.api.Deadlines;
import rtm.domain.model.ContainerId;

/** A change of one container, with what an inspection must show once it has happened. */
sealed interface Change {

    /** The status of an answer by which Docker did not refuse. */
    int ACCEPTED = 0;

    /** How long a change that takes effect at once may take to be seen. */
    Duration SOON = Duration.ofSeconds(5);

    /** What an inspection says of a change. */
    enum Progress {
        DONE,
        PENDING,
        NEVER
    }

    /** One of a few fixed texts. */
    String what();

    /** How long Docker may take to answer, and a change that ends later to be seen. */
    Duration deadline();

    /** Asks for it; blocks like any call. What is the same as success is none of an error here. */
    void request(DockerClient docker, ContainerId id);

    /**
     * How long after the answer it may take to be seen.
     *
     * @param status of Docker's refusal, or {@link #ACCEPTED}
     */
    Duration patience(int status);

    /**
     * Whether it has happened.
     *
     * @param seen the container, empty when it is gone
     * @param status of Docker's refusal, or {@link #ACCEPTED}
     */
    Progress judge(Optional<ChangeEvidence> seen, int status);

    private static Progress when(boolean done) {
        return done ? Progress.DONE : Progress.PENDING;
    }

    /** Whether a refusal says that nothing is under way; a failure on Docker's side does not. */
    private static boolean isFinal(int status) {
        return status != ACCEPTED && status < 500;
    }

    /**
     * Starts a container; it may have ended already when it is seen.
     *
     * @param before what it was before
     */
    record Start(Optional<ChangeEvidence> before) implements Change {

        @Override
        public String what() {
            return "start container";
        }

        @Override
        public Duration deadline() {
            return Deadlines.START;
        }

        @Override
        public void request(DockerClient docker, ContainerId id) {
            try {
                docker.startContainerCmd(id.value()).exec();
            } catch (NotModifiedException _) {
                // Docker says that it runs.
            }
        }

        @Override
        public Duration patience(int status) {
            return SOON;
        }

        @Override
        public Progress judge(Optional<ChangeEvidence> seen, int status) {
            if (seen.isEmpty()) {
                return status == ACCEPTED ? Progress.DONE : Progress.NEVER;
            }
            ChangeEvidence now = seen.orElseThrow();
            if (hasRun(now)) {
                return Progress.DONE;
            }
            return isFinal(status) || (status != ACCEPTED && hasFailed(now))
                    ? Progress.NEVER
                    : Progress.PENDING;
        }

        private boolean hasRun(ChangeEvidence now) {
            return now.live()
                    || before.filter(ChangeEvidence::live).isPresent()
                    || !before.map(ChangeEvidence::startedAt).orElse("").equals(now.startedAt());
        }

        /** Docker keeps why the last start failed. */
        private boolean hasFailed(ChangeEvidence now) {
            return !now.error().isEmpty()
                    && !before.map(ChangeEvidence::error).orElse("").equals(now.error());
        }
    }

    /**
     * Stops a container.
     *
     * @param grace how long its program has before it is killed
     */
    record Stop(Duration grace) implements Change {

        @Override
        public String what() {
            return "stop container";
        }

        @Override
        public Duration deadline() {
            return grace.plus(Deadlines.STOP_BEYOND_GRACE);
        }

        @Override
        public void request(DockerClient docker, ContainerId id) {
            try {
                docker.stopContainerCmd(id.value()).withTimeout(wholeSeconds()).exec();
            } catch (NotModifiedException | NotFoundException _) {
                // Docker says that it is stopped, or gone.
            }
        }

        private int wholeSeconds() {
            return Math.toIntExact(grace.plusNanos(999_999_999).toSeconds());
        }

        /** The program may be using its grace, also after a refusal. */
        @Override
        public Duration patience(int status) {
            return deadline();
        }

        @Override
        public Progress judge(Optional<ChangeEvidence> seen, int status) {
            return when(seen.filter(ChangeEvidence::live).isEmpty());
        }
    }

    /** Removes a container by force, with its anonymous volumes. */
    record Remove() implements Change {

        private static final int CONFLICT = 409;

        @Override
        public String what() {
            return "remove container";
        }

        @Override
        public Duration deadline() {
            return Deadlines.REMOVE;
        }

        @Override
        public void request(DockerClient docker, ContainerId id) {
            try {
                docker.removeContainerCmd(id.value())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException _) {
                // Docker says that it is gone.
            }
        }

        /** A conflict says that a removal is under way. */
        @Override
        public Duration patience(int status) {
            return status == ACCEPTED || status == CONFLICT ? deadline() : SOON;
        }

        @Override
        public Progress judge(Optional<ChangeEvidence> seen, int status) {
            return when(seen.isEmpty());
        }
    }

    /**
     * Gives a container another name.
     *
     * @param name the new one
     */
    record Rename(String name) implements Change {

        @Override
        public String what() {
            return "rename container";
        }

        @Override
        public Duration deadline() {
            return Deadlines.RENAME;
        }

        @Override
        public void request(DockerClient docker, ContainerId id) {
            docker.renameContainerCmd(id.value()).withName(name).exec();
        }

        @Override
        public Duration patience(int status) {
            return SOON;
        }

        /** Docker refuses to give a container the name that it has. */
        @Override
        public Progress judge(Optional<ChangeEvidence> seen, int status) {
            if (seen.isEmpty()) {
                return Progress.NEVER;
            }
            if (seen.orElseThrow().name().equals(name)) {
                return Progress.DONE;
            }
            return isFinal(status) ? Progress.NEVER : Progress.PENDING;
        }
    }
}

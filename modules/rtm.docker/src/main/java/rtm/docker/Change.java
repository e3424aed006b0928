package rtm.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerConnection;
import rtm.domain.model.ContainerId;

/** A change of one container, and how an inspection shows that it has happened. */
sealed interface Change
        permits Change.Start, Change.Stop, Change.Remove, Change.Rename, Attachment {

    /** Stands for the status of an answer that is not a refusal. */
    int ACCEPTED = 0;

    /** The status of a refusal because of the state that the container is in. */
    int CONFLICT = 409;

    /** What an inspection says about a change. */
    enum Progress {
        DONE,
        PENDING,
        NEVER
    }

    /** The kind of change; one of a few fixed texts. */
    String what();

    /** How long Docker may take to answer and then to show the change, together. */
    Duration deadline(Deadlines deadlines);

    /**
     * Requests the change and waits for the answer. An answer such as "already stopped" is no
     * error.
     */
    void request(DockerConnection docker, ContainerId id);

    /**
     * How long after the answer the change may take to show in an inspection.
     *
     * @param status of Docker's refusal, or {@link #ACCEPTED}
     */
    default Duration patience(int status, Deadlines deadlines) {
        return deadlines.effect();
    }

    /**
     * How long after a refusal to ask again while the change does not show; empty if never.
     *
     * @param status of Docker's refusal
     */
    default Optional<Duration> pauseBeforeAskingAgain(int status, Deadlines deadlines) {
        return Optional.empty();
    }

    /**
     * Whether the change has happened.
     *
     * @param seen the container; empty if it does not exist
     * @param status of Docker's refusal, or {@link #ACCEPTED}
     */
    Progress judge(Optional<ChangeEvidence> seen, int status);

    private static Progress when(boolean done) {
        return done ? Progress.DONE : Progress.PENDING;
    }

    /** The progress of a change that the container itself shows once it is made. */
    static Progress shown(
            Optional<ChangeEvidence> seen, Predicate<ChangeEvidence> made, int status) {
        if (seen.filter(made).isPresent()) {
            return Progress.DONE;
        }
        return seen.isEmpty() || isFinal(status) ? Progress.NEVER : Progress.PENDING;
    }

    /** Whether a refusal means that no change is in progress; a server error does not mean that. */
    private static boolean isFinal(int status) {
        return status != ACCEPTED && status < 500;
    }

    /**
     * Starts a container, which may already have exited when it is inspected.
     *
     * @param before the container before the start; empty if it did not exist
     */
    record Start(Optional<ChangeEvidence> before) implements Change {

        @Override
        public String what() {
            return "start container";
        }

        @Override
        public Duration deadline(Deadlines deadlines) {
            return deadlines.start();
        }

        @Override
        public void request(DockerConnection docker, ContainerId id) {
            try {
                docker.client().startContainerCmd(id.value()).exec();
            } catch (NotModifiedException _) {
                // It is already running.
            }
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

        /** Docker keeps the error of the last start. */
        private boolean hasFailed(ChangeEvidence now) {
            return !now.error().isEmpty()
                    && !before.map(ChangeEvidence::error).orElse("").equals(now.error());
        }
    }

    /**
     * Stops a container.
     *
     * @param grace how long the engine may take to end before Docker kills it
     */
    record Stop(Duration grace) implements Change {

        @Override
        public String what() {
            return "stop container";
        }

        @Override
        public Duration deadline(Deadlines deadlines) {
            return grace.plus(deadlines.stopBeyondGrace());
        }

        @Override
        public void request(DockerConnection docker, ContainerId id) {
            try {
                docker.client().stopContainerCmd(id.value()).withTimeout(wholeSeconds()).exec();
            } catch (NotModifiedException | NotFoundException _) {
                // It is already stopped, or does not exist.
            }
        }

        private int wholeSeconds() {
            return Math.toIntExact(grace.plusNanos(999_999_999).toSeconds());
        }

        /**
         * Docker accepts a stop after the engine ended. After a refusal the engine may still be
         * using its grace period.
         */
        @Override
        public Duration patience(int status, Deadlines deadlines) {
            return status == ACCEPTED ? deadlines.effect() : deadline(deadlines);
        }

        /** Docker may be right again long before that deadline; it does not stop by itself then. */
        @Override
        public Optional<Duration> pauseBeforeAskingAgain(int status, Deadlines deadlines) {
            return Optional.of(deadlines.effect());
        }

        @Override
        public Progress judge(Optional<ChangeEvidence> seen, int status) {
            return when(seen.filter(ChangeEvidence::live).isEmpty());
        }
    }

    /**
     * Removes a container with its anonymous volumes.
     *
     * @param force whether also if it runs
     */
    record Remove(boolean force) implements Change {

        @Override
        public String what() {
            return "remove container";
        }

        @Override
        public Duration deadline(Deadlines deadlines) {
            return deadlines.remove();
        }

        @Override
        public void request(DockerConnection docker, ContainerId id) {
            try {
                docker.client()
                        .removeContainerCmd(id.value())
                        .withForce(force)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException _) {
                // It does not exist.
            }
        }

        /**
         * Docker accepts a removal after it is done. A conflict means that a removal is already in
         * progress, or that it runs.
         */
        @Override
        public Duration patience(int status, Deadlines deadlines) {
            return force && status == CONFLICT ? deadline(deadlines) : deadlines.effect();
        }

        @Override
        public Progress judge(Optional<ChangeEvidence> seen, int status) {
            boolean runs = seen.filter(ChangeEvidence::live).isPresent();
            return !force && status == CONFLICT && runs ? Progress.NEVER : when(seen.isEmpty());
        }
    }

    /**
     * Renames a container.
     *
     * @param name the new name
     */
    record Rename(String name) implements Change {

        @Override
        public String what() {
            return "rename container";
        }

        @Override
        public Duration deadline(Deadlines deadlines) {
            return deadlines.rename();
        }

        @Override
        public void request(DockerConnection docker, ContainerId id) {
            docker.client().renameContainerCmd(id.value()).withName(name).exec();
        }

        /** Docker refuses the name that the container already has. */
        @Override
        public Progress judge(Optional<ChangeEvidence> seen, int status) {
            return shown(seen, now -> now.name().equals(name), status);
        }
    }
}

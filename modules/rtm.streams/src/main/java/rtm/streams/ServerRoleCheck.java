package rtm.streams;

import rtm.domain.model.DependencyUnavailableException;

/**
 * The first words with Redis: whether it is the master that was configured, told in one sentence.
 */
final class ServerRoleCheck {

    private final StreamsSettings settings;
    private final ReconnectingConnection link;

    ServerRoleCheck(StreamsSettings settings, ReconnectingConnection link) {
        this.settings = settings;
        this.link = link;
    }

    /**
     * Says hello, and once more if nothing was heard: on a busy machine the first time may be used
     * up by this program's own start.
     *
     * @throws DependencyUnavailableException if it is not, with what is wrong and what to look at
     */
    void exchange() {
        try {
            pingAtFirstOrSecondTry();
        } catch (DependencyUnavailableException failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw failed;
            }
            throw Failures.unavailable(settings.address() + " " + sentence(failed), failed);
        }
    }

    private void pingAtFirstOrSecondTry() {
        try {
            link.call(redis -> redis.ping());
        } catch (DependencyUnavailableException failed) {
            if (Failures.consequence(failed).isPresent()
                    || Thread.currentThread().isInterrupted()) {
                throw failed;
            }
            link.call(redis -> redis.ping());
        }
    }

    private String sentence(Throwable failed) {
        return Failures.errorReply(failed)
                .map(this::sentenceFor)
                .or(() -> Failures.replica(failed).map(words -> words + "; name the master"))
                .orElseGet(() -> "cannot be reached: " + Failures.innermost(failed));
    }

    private String sentenceFor(String reply) {
        if (reply.contains("invalid password")) {
            return "refuses the password";
        }
        if (reply.contains("without any password configured")
                || reply.contains("no password is set")) {
            return "has no password, but one is set here";
        }
        if (reply.contains("DB index")) {
            return "has no database " + settings.database();
        }
        return switch (ErrorReply.of(reply)) {
            case WRONGPASS -> "refuses the password";
            case NOAUTH -> "asks for a password and none is set here";
            case LOADING -> "is still loading its data";
            case READONLY,
                    UNBLOCKED,
                    MASTERDOWN,
                    CLUSTERDOWN,
                    NOREPLICAS,
                    MISCONF,
                    OOM,
                    BUSY,
                    UNKILLABLE,
                    TRYAGAIN,
                    TOO_MANY_CLIENTS,
                    NOPERM,
                    OTHER ->
                    "answers with an error: " + reply;
        };
    }
}

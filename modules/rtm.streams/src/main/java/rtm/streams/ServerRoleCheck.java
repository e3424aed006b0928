package rtm.streams;

import rtm.domain.model.DependencyUnavailableException;

/**
 * The first call to Redis: checks that it is the configured master, and fails with one sentence.
 */
final class ServerRoleCheck {

    private final StreamsSettings settings;
    private final ReconnectingConnection link;

    ServerRoleCheck(StreamsSettings settings, ReconnectingConnection link) {
        this.settings = settings;
        this.link = link;
    }

    /**
     * Sends a ping, and a second one if there is no answer: on a busy machine the start of this
     * program may use up the time of the first.
     *
     * @throws DependencyUnavailableException if the check fails, with the reason and what to look
     *     at
     */
    void run() {
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
                .or(() ->
                        Failures.replica(failed).map(words -> words + "; use the master's address"))
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
            case WRONGPASS -> "refuses the password, or its user default is switched off";
            case NOPERM ->
                    "refuses a command; give its user default the rights that the runbook lists: "
                            + reply;
            case NOAUTH -> "requires a password, but none is set here";
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
                    MOVED,
                    ASK,
                    CROSSSLOT,
                    OTHERDATABASE,
                    OTHER ->
                    "answers with an error: " + reply;
        };
    }
}

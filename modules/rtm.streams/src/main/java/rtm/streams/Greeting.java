package rtm.streams;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;

/**
 * The first words with Redis: whether it is the master that was configured, told in one sentence.
 */
final class Greeting {

    private final StreamsSettings settings;
    private final Link link;

    Greeting(StreamsSettings settings, Link link) {
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
        List<?> role;
        try {
            role = roleAtFirstOrSecondTry();
        } catch (DependencyUnavailableException failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw failed;
            }
            throw refused(sentence(failed), failed);
        }
        requireMaster(role);
    }

    private List<?> roleAtFirstOrSecondTry() {
        try {
            return role();
        } catch (DependencyUnavailableException failed) {
            if (Failures.errorReply(failed).isPresent() || Thread.currentThread().isInterrupted()) {
                throw failed;
            }
            return role();
        }
    }

    private DependencyUnavailableException refused(String sentence, @Nullable Throwable cause) {
        return Failures.unavailable(settings.address() + " " + sentence, cause);
    }

    /** What Redis is; empty when this user may not ask. */
    private List<?> role() {
        link.call(redis -> redis.ping());
        try {
            return link.call(redis -> redis.role());
        } catch (DependencyUnavailableException failed) {
            if (Failures.refusal(failed).filter(reply -> reply.startsWith("NOPERM")).isPresent()) {
                return List.of();
            }
            throw failed;
        }
    }

    private void requireMaster(List<?> role) {
        if (!role.isEmpty() && !Text.answer(role.getFirst()).equals("master")) {
            String master =
                    role.size() > 2
                            ? " of " + Text.answer(role.get(1)) + ":" + Text.answer(role.get(2))
                            : "";
            throw refused("is a replica" + master + "; name the master", null);
        }
    }

    private String sentence(Throwable failed) {
        Optional<String> reply = Failures.errorReply(failed);
        return reply.map(this::sentenceFor)
                .orElseGet(() -> "cannot be reached: " + Failures.innermost(failed));
    }

    private String sentenceFor(String reply) {
        if (reply.startsWith("WRONGPASS") || reply.contains("invalid password")) {
            return "refuses the password";
        }
        if (reply.startsWith("NOAUTH")) {
            return "asks for a password and none is set here";
        }
        if (reply.contains("without any password configured")
                || reply.contains("no password is set")) {
            return "has no password, but one is set here";
        }
        if (reply.contains("DB index")) {
            return "has no database " + settings.database();
        }
        if (reply.startsWith("LOADING")) {
            return "is still loading its data";
        }
        return "answers with an error: " + reply;
    }
}

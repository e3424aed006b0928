package rtm.http.endpoint;

import java.util.Optional;

/** What the listener asks about the process before it answers. */
public interface Probes {

    /**
     * Asks every dependency now, each with its own deadline.
     *
     * @return what is wrong, with the first failing dependency's name; empty when ready (runbook)
     */
    Optional<String> unreadiness();

    /**
     * Tells at once why no operation can be taken now, as before the initial pass is done.
     *
     * @return the reason; empty when operations are taken
     */
    Optional<String> refusal();
}

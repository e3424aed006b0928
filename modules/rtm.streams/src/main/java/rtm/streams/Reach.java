package rtm.streams;

import rtm.domain.log.Log;
import rtm.domain.log.Outage;
import rtm.domain.log.Pair;

/** Whether a connection gets answers, once it got the first; logged when that changes. */
final class Reach {

    private final Outage outage;
    private boolean known;

    Reach(String connection) {
        this.outage =
                new Outage(
                        Log.of(Reach.class),
                        "redis does not answer",
                        "redis answers again",
                        Pair.of("connection", connection));
    }

    synchronized void answered() {
        known = true;
        outage.over();
    }

    synchronized void failed(String reason, String words) {
        if (known) {
            outage.met(reason, words);
        }
    }
}

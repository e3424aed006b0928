package rtm.streams;

import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;

/** Logs when a connection stops or resumes to get answers, after its first answer. */
final class ConnectionState {

    private final Outage outage;
    private boolean known;

    ConnectionState(String connection) {
        this.outage =
                new Outage(
                        Log.of(ConnectionState.class),
                        "redis does not answer",
                        "redis answers again",
                        LogField.of("connection", connection));
    }

    synchronized void answered() {
        known = true;
        outage.ended();
    }

    synchronized void failed(String reason, String words) {
        if (known) {
            outage.failed(reason, words);
        }
    }
}

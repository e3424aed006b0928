package rtm.workers.loop;

import java.util.List;
import rtm.domain.log.LogField;

/** A worker that operators know by name; its start and its stop are logged. */
public interface NamedWorker {

    /** Its name in the log. */
    String name();

    /** The settings that it uses, for its log line. */
    List<LogField> settings();

    /** Runs until it is interrupted. */
    void run() throws InterruptedException;
}

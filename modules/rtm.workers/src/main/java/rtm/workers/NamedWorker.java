package rtm.workers;

import java.util.List;
import rtm.domain.log.LogField;

/** One of the workers that an operator knows by name; its start and its end have a line each. */
interface NamedWorker {

    /** Its name in the log. */
    String name();

    /** The settings it works by, for its line in the log. */
    List<LogField> settings();

    /** Goes on until it is interrupted. */
    void run() throws InterruptedException;
}

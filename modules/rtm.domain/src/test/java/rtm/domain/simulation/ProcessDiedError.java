package rtm.domain.simulation;

import java.io.Serial;

/** The process ended at once, as by kill -9; nothing of it runs any more. */
public final class ProcessDiedError extends Error {

    @Serial private static final long serialVersionUID = 1L;

    ProcessDiedError() {
        super("the process died here, as the test asked", null, false, false);
    }
}

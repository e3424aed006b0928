package rtm.workers.loop;

import rtm.domain.model.HealthSource;
import rtm.domain.model.WireName;

/** Why records and containers are compared. */
public enum Trigger implements WireName {
    /** The process started to lead. */
    BOOT,
    /** The event stream was opened; earlier events may have been missed. */
    CONNECT,
    /** Docker sent an event that could not be read. */
    SKIPPED,
    /** The process was paused, and may have missed events. */
    PAUSE,
    /** The interval has passed. */
    INTERVAL,
    /** An inspection found an engine ended or its container removed. */
    INSPECT,
    /** Docker sent an event. */
    EVENT;

    /** The observer that health events and snapshots name. */
    public HealthSource source() {
        return switch (this) {
            case BOOT, CONNECT, SKIPPED, PAUSE, INTERVAL -> HealthSource.RECONCILE;
            case INSPECT -> HealthSource.INSPECT;
            case EVENT -> HealthSource.DOCKER_EVENT;
        };
    }
}
